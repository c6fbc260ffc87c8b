using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Native;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.BedrockConverse;

/// <summary>Writes the conversation: turns that alternate, each a list of blocks, of which none may be empty.</summary>
internal sealed class ConverseContentWriter(GenAIRequest request, ProviderContext context, Utf8JsonWriter json)
{
    private readonly LossReport losses = context.Losses;
    private readonly ConverseMediaWriter media = new(json, context.Losses);
    private readonly bool nineCharacterIds = context.Model.Contains("mistral", StringComparison.Ordinal);

    /// <summary>The conversation has tool calls or results.</summary>
    public bool HasCalls { get; private set; }

    /// <summary>Writes the turns; those of one side that follow each other become one.</summary>
    public void WriteMessages()
    {
        json.WriteStartArray("messages"u8);
        bool? assistant = null;
        foreach (var message in request.Messages)
        {
            if (message.Role == Role.System || !message.Parts.Exists(Writes))
                continue;
            var isAssistant = message.Role == Role.Assistant;
            if (assistant != isAssistant)
            {
                if (assistant is not null)
                    EndTurn();
                json.WriteStartObject();
                json.WriteString("role"u8, isAssistant ? "assistant"u8 : "user"u8);
                json.WriteStartArray("content"u8);
                assistant = isAssistant;
            }

            if (message.Name is not null)
                losses.Drop($"{message.Path}.name", "Participants have no names.");
            foreach (var part in message.Parts)
                WritePart(part);
        }

        if (assistant is not null)
            EndTurn();
        json.WriteEndArray();
    }

    /// <summary>Writes the blocks of an instruction.</summary>
    public void WriteSystem(Message message)
    {
        foreach (var part in message.Parts)
        {
            if (part is TextPart { Text.Length: > 0 } text)
                WriteText(text.Text);
            else if (part is not TextPart)
                losses.Drop(part.Path, "Instructions are text.");
            if (part.Cache is { } mark)
                WriteCachePoint(json, mark, losses);
        }
    }

    public void WriteText(string text)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    public static void WriteCachePoint(Utf8JsonWriter json, CacheMark mark, LossReport losses)
    {
        if (mark.Hour)
            losses.Add(LossKind.Approximated, mark.Path, "The cache keeps it for some minutes, not for an hour.");
        json.WriteStartObject();
        json.WriteStartObject("cachePoint"u8);
        json.WriteString("type"u8, "default"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void EndTurn()
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static bool Writes(Part part) => part switch
    {
        TextPart text => !string.IsNullOrWhiteSpace(text.Text),
        RefusalPart refusal => !string.IsNullOrWhiteSpace(refusal.Text),
        ReasoningPart { Seal: var seal } => seal?.Origin == Dialect.BedrockConverse,
        MediaPart one => ConverseMediaWriter.CanWrite(one),
        ForeignPart => false,
        _ => true,
    };

    private void WritePart(Part part)
    {
        if (!Writes(part))
        {
            ReportLost(part);
            return;
        }

        switch (part)
        {
            case TextPart text:
                WriteText(text.Text);
                break;
            case RefusalPart refusal:
                WriteText(refusal.Text);
                break;
            case ReasoningPart reasoning:
                WriteReasoning(reasoning);
                break;
            case ToolCallPart call:
                WriteCall(call);
                break;
            case ToolResultPart result:
                WriteResult(result);
                break;
            case MediaPart one:
                media.Write(one);
                break;
        }

        if (part.Cache is { } mark)
            WriteCachePoint(json, mark, losses);
    }

    private void ReportLost(Part part)
    {
        var reason = part switch
        {
            ReasoningPart { Seal: null } => "Reasoning without the provider's own signature can't be sent back.",
            ReasoningPart => "The reasoning was sealed by another provider.",
            MediaPart one => ConverseMediaWriter.WhyNot(one),
            ForeignPart => "Only another dialect knows it.",
            _ => null,
        };
        if (reason is not null)
            losses.Drop(part.Path, reason);
    }

    private void WriteReasoning(ReasoningPart reasoning)
    {
        json.WriteStartObject();
        json.WriteStartObject("reasoningContent"u8);
        if (reasoning.Seal!.Closed)
        {
            json.WriteString("redactedContent"u8, reasoning.Seal.Value);
        }
        else
        {
            json.WriteStartObject("reasoningText"u8);
            json.WriteString("text"u8, reasoning.Text);
            json.WriteString("signature"u8, reasoning.Seal.Value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteCall(ToolCallPart call)
    {
        HasCalls = true;
        json.WriteStartObject();
        json.WriteStartObject("toolUse"u8);
        json.WriteString("toolUseId"u8, IdOf(call.Id, call.Path));
        json.WriteString("name"u8, call.Name);
        json.WritePropertyName("input"u8);
        ToolArguments.Write(json, call, losses);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteResult(ToolResultPart result)
    {
        HasCalls = true;
        json.WriteStartObject();
        json.WriteStartObject("toolResult"u8);
        json.WriteString("toolUseId"u8, IdOf(result.CallId, result.Path));
        json.WriteStartArray("content"u8);
        var any = false;
        foreach (var part in result.Content)
        {
            var writes = part is TextPart or MediaPart && Writes(part);
            if (writes)
                WritePart(part with { Cache = null });
            else
                ReportLost(part);
            any |= writes;
        }

        // A result must say something.
        if (!any)
            WriteText(" ");
        json.WriteEndArray();
        if (result.IsError)
            json.WriteString("status"u8, "error"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private string IdOf(string id, string path)
    {
        var taken = ConverseIds.Of(id, nineCharacterIds);
        if (taken != id)
            losses.Add(LossKind.Renamed, path, "The id of the call has another form here.");
        return taken;
    }
}
