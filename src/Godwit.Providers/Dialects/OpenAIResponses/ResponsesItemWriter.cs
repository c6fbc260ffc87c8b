using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Writes the conversation of a request as instructions and items.</summary>
internal static class ResponsesItemWriter
{
    private const Dialect Own = Dialect.OpenAIResponses;

    /// <summary>Writes <c>instructions</c> and <c>input</c>.</summary>
    public static void WriteConversation(
        Utf8JsonWriter json, GenAIRequest request, LossReport losses, ResponsesExtras extras)
    {
        var first = 0;
        while (first < request.Messages.Count && IsInstructions(request.Messages[first]))
        {
            first++;
        }

        if (first > 0)
        {
            var texts = request.Messages.Take(first).SelectMany(message => message.Parts).OfType<TextPart>();
            json.WriteString("instructions"u8, string.Join("\n\n", texts.Select(part => part.Text)));
            foreach (var part in request.Messages.Take(first).SelectMany(message => message.Parts))
            {
                ReportMark(part, losses);
            }
        }

        json.WriteStartArray("input"u8);
        foreach (var message in request.Messages.Skip(first))
        {
            WriteMessage(json, message, losses, extras);
        }

        json.WriteEndArray();
    }

    // Where other dialects have the application's instructions beside the conversation, so has this one.
    private static bool IsInstructions(Message message) => message.Role == Role.System
        && !message.Path.StartsWith("messages", StringComparison.Ordinal)
        && !message.Path.StartsWith("input", StringComparison.Ordinal)
        && !message.Path.StartsWith("previous_response_id", StringComparison.Ordinal)
        && message.Parts.TrueForAll(part => part is TextPart);

    private static void WriteMessage(Utf8JsonWriter json, Message message, LossReport losses, ResponsesExtras extras)
    {
        if (message.Name is not null)
        {
            losses.Drop($"{message.Path}.name", "Responses does not name participants.");
        }

        string? open = null;
        foreach (var part in message.Parts)
        {
            ReportMark(part, losses);
            var spoken = part is TextPart or RefusalPart or MediaPart || part is ForeignPart { Dialect: Own } foreign
                && IsContent(foreign);
            var item = spoken ? ItemOf(part.Path) : null;
            if (open is not null && open != item)
            {
                EndMessage(json, open, extras);
                open = null;
            }

            if (spoken && open is null)
            {
                open = item;
                json.WriteStartObject();
                json.WriteString("type"u8, "message"u8);
                json.WriteString("role"u8, Word(message.Role));
                json.WriteStartArray("content"u8);
            }

            WritePart(json, message.Role, part, losses, extras);
        }

        if (open is not null)
        {
            EndMessage(json, open, extras);
        }
    }

    private static void EndMessage(Utf8JsonWriter json, string item, ResponsesExtras extras)
    {
        json.WriteEndArray();
        extras.Write(json, item);
        json.WriteEndObject();
    }

    private static void WritePart(
        Utf8JsonWriter json, Role role, Part part, LossReport losses, ResponsesExtras extras)
    {
        switch (part)
        {
            case ReasoningPart reasoning:
                WriteReasoning(json, reasoning, losses, extras);
                break;
            case ToolCallPart call:
                WriteCall(json, call, losses, extras);
                break;
            case ToolResultPart result:
                WriteResult(json, result, losses, extras);
                break;
            case ForeignPart foreign when foreign.Dialect == Own:
                foreign.Value.WriteTo(json);
                break;
            case ForeignPart foreign:
                losses.Drop(foreign.Path, $"Responses has nothing like '{foreign.Type}'.");
                break;
            default:
                ResponsesPartWriter.Write(json, role, part, losses, extras);
                break;
        }
    }

    private static void WriteCall(
        Utf8JsonWriter json, ToolCallPart call, LossReport losses, ResponsesExtras extras)
    {
        if (call.Seal is not null)
        {
            losses.Drop($"{call.Path}.thought_signature", "Only the provider that made it can use it.");
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "function_call"u8);
        json.WriteString("call_id"u8, call.Id);
        json.WriteString("name"u8, call.Name);
        json.WriteString("arguments"u8, call.Arguments);
        extras.Write(json, call.Path);
        json.WriteEndObject();
    }

    private static void WriteResult(
        Utf8JsonWriter json, ToolResultPart result, LossReport losses, ResponsesExtras extras)
    {
        if (result.IsError)
        {
            losses.Drop($"{result.Path}.is_error", "Responses has no mark for a tool that failed; its words are sent.");
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "function_call_output"u8);
        json.WriteString("call_id"u8, result.CallId);
        if (result.Content is [] or [TextPart])
        {
            json.WriteString("output"u8, result.Content is [TextPart only] ? only.Text : "");
        }
        else
        {
            json.WriteStartArray("output"u8);
            foreach (var part in result.Content)
            {
                ResponsesPartWriter.Write(json, Role.Tool, part, losses, extras);
            }

            json.WriteEndArray();
        }

        extras.Write(json, result.Path);
        json.WriteEndObject();
    }

    private static void WriteReasoning(
        Utf8JsonWriter json, ReasoningPart reasoning, LossReport losses, ResponsesExtras extras)
    {
        // Without a seal of this dialect or an id of its provider it is another's, which this one can do nothing with.
        if (reasoning.Seal?.Origin != Own
            && (reasoning.Seal is not null || reasoning.Id is not { } known || ResponsesItemIds.IsOfReasoning(known)))
        {
            losses.Drop(reasoning.Path, "Reasoning of another provider can't be continued here.");
            return;
        }

        json.WriteStartObject();
        json.WriteString("type"u8, "reasoning"u8);
        if (reasoning.Id is { } id)
        {
            json.WriteString("id"u8, id);
        }

        ResponsesPartWriter.WriteWords(json, reasoning);
        if (reasoning.Seal is { } seal)
        {
            json.WriteString("encrypted_content"u8, seal.Value);
        }

        extras.Write(json, reasoning.Path);
        json.WriteEndObject();
    }

    private static void ReportMark(Part part, LossReport losses)
    {
        if (part.Cache is { } mark)
        {
            losses.Add(LossKind.Dropped, mark.Path, "The provider caches by itself, and takes no marks.");
        }
    }

    // input[2].content[1] lies in input[2]; parts of other dialects lie in their message.
    private static string ItemOf(string path)
    {
        var content = path.LastIndexOf(".content", StringComparison.Ordinal);
        return content < 0 ? path : path[..content];
    }

    private static bool IsContent(ForeignPart part) => part.Path.Contains(".content[", StringComparison.Ordinal);

    private static string Word(Role role) => role switch
    {
        Role.System => "system",
        Role.Assistant => "assistant",
        _ => "user",
    };
}
