using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Writes the messages of one request.</summary>
internal sealed class OpenAIChatMessageWriter(
    Utf8JsonWriter json, GenAIRequest request, ProviderContext context, OpenAIChatTraits traits)
{
    private readonly OpenAIChatPartWriter content = new(json, request, context, traits);

    // Messages of tools are text alone. What else a result bears follows in a message of the user, but only after the
    // results of all calls: nothing may stand between them.
    private readonly List<Part> held = [];

    private bool Own => request.Dialect == Dialect.OpenAIChat;

    public void Write()
    {
        json.WriteStartArray("messages"u8);
        foreach (var message in request.Messages)
        {
            WriteMessage(message);
        }

        WriteHeld();
        json.WriteEndArray();
    }

    private void WriteMessage(Message message)
    {
        var onlyResults = message.Parts.Count > 0;
        foreach (var part in message.Parts)
        {
            if (part is ToolResultPart result)
            {
                WriteResult(result);
            }
            else
            {
                onlyResults = false;
            }
        }

        if (onlyResults || (message.Role == Role.Tool && message.Parts.Count == 0))
        {
            return;
        }

        WriteHeld();
        if (message.Role == Role.Assistant)
        {
            WriteAssistant(message);
            return;
        }

        Begin(message.Role == Role.System ? "system"u8 : "user"u8, message.Name);
        json.WritePropertyName("content"u8);
        content.Write(message.Parts.FindAll(part => part is not ToolResultPart));
        json.WriteEndObject();
    }

    private void WriteResult(ToolResultPart result)
    {
        var text = new StringBuilder();
        if (result.IsError)
        {
            context.Losses.Add(
                LossKind.Emulated, $"{result.Path}.is_error", "Said in the text: the dialect has no mark for it.");
            text.Append("Error: ");
        }

        foreach (var part in result.Content)
        {
            switch (part)
            {
                case TextPart one:
                    text.Append(text.Length > 0 && text[^1] != ' ' ? "\n" : "").Append(one.Text);
                    content.DropCache(one);
                    break;
                case MediaPart { Source.Text: { } words }:
                    text.Append(text.Length > 0 ? "\n" : "").Append(words);
                    break;
                default:
                    context.Losses.Add(
                        LossKind.Emulated, part.Path, "Sent in a message after it: a tool's message bears text alone.");
                    held.Add(part);
                    break;
            }
        }

        content.DropCache(result);
        Begin("tool"u8, Own ? result.Name : null);
        json.WriteString("tool_call_id"u8, result.CallId);
        json.WriteString("content"u8, text.ToString());
        json.WriteEndObject();
    }

    private void WriteHeld()
    {
        if (held.Count == 0)
        {
            return;
        }

        Begin("user"u8, null);
        json.WritePropertyName("content"u8);
        content.Write([new TextPart("What the tools returned besides text:"), .. held]);
        json.WriteEndObject();
        held.Clear();
    }

    private void WriteAssistant(Message message)
    {
        Begin("assistant"u8, message.Name);
        var text = new StringBuilder();
        var any = false;
        foreach (var part in message.Parts)
        {
            switch (part)
            {
                case TextPart one:
                    any = true;
                    text.Append(one.Text);
                    content.DropCache(one);
                    DropCitations(one);
                    break;
                case RefusalPart refusal when !traits.OpenAI && !Own:
                    any = true;
                    text.Append(refusal.Text);
                    context.Losses.Add(LossKind.Approximated, refusal.Path, "Sent as text.");
                    break;
                case MediaPart or ForeignPart when !IsAudio(part):
                    context.Losses.Drop(part.Path, "An assistant's message bears text alone.");
                    break;
            }
        }

        // Null beside tool calls, as the provider writes it itself.
        json.WriteString("content"u8, any ? text.ToString() : null);
        WriteRefusal(message);
        new OpenAIChatHistoryWriter(json, request, context, traits).Write(message);
        json.WriteEndObject();
    }

    private void WriteRefusal(Message message)
    {
        foreach (var part in message.Parts)
        {
            if (part is RefusalPart refusal && (traits.OpenAI || Own))
            {
                json.WriteString("refusal"u8, refusal.Text);
                return;
            }
        }
    }

    private void DropCitations(TextPart text)
    {
        if (text.Citations is { Count: > 0 })
        {
            context.Losses.Drop($"{text.Path}.citations", "The dialect does not take them back.");
        }
    }

    private bool IsAudio(Part part) => part is ForeignPart { Type: "audio", Dialect: Dialect.OpenAIChat } && Own;

    private void Begin(ReadOnlySpan<byte> role, string? name)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        if (name is not null)
        {
            json.WriteString("name"u8, name);
        }
    }
}
