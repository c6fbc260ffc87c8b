using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Writes turns and their content blocks.</summary>
internal sealed class AnthropicBlockWriter(AnthropicWriting writing)
{
    private readonly System.Text.Json.Utf8JsonWriter json = writing.Json;

    /// <summary>Writes a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="last">It is the last one. An assistant's text there is gone on with, and may not end with white
    /// space.</param>
    public void WriteTurn(AnthropicTurn turn, bool last)
    {
        if (last && turn.Assistant && !writing.Same && turn.Parts is [.., TextPart end]
            && end.Text.AsSpan().TrimEnd().Length is var length && length < end.Text.Length)
        {
            writing.Losses.Add(
                LossKind.Approximated, end.Path, "Anthropic goes on with no text that ends with white space.");
            turn.Parts[^1] = end with { Text = end.Text[..length] };
        }

        json.WriteStartObject();
        json.WriteString("role"u8, turn.Assistant ? "assistant"u8 : "user"u8);
        if (turn.Parts is [TextPart { Cache: null, Citations: null } only] && !writing.HasRest(only.Path))
        {
            json.WriteString("content"u8, only.Text);
        }
        else
        {
            json.WriteStartArray("content"u8);
            foreach (var part in turn.Parts)
            {
                Write(part);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void Write(Part part)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(text);
                break;
            case RefusalPart refusal:
                WriteText(new TextPart(refusal.Text) { Path = refusal.Path });
                break;
            case ReasoningPart reasoning:
                WriteThinking(reasoning);
                break;
            case ToolCallPart call:
                WriteCall(call);
                break;
            case ToolResultPart result:
                WriteResult(result);
                break;
            case MediaPart media:
                AnthropicMediaWriter.Write(writing, media);
                break;
            case ForeignPart foreign:
                json.WriteRaw(foreign.Value);
                break;
        }
    }

    private void WriteText(TextPart text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text.Text);
        WriteCitations(text);
        writing.WriteCache(text.Cache);
        WriteRest(text);
        json.WriteEndObject();
    }

    // A citation that Godwit made for a client has no index of Anthropic's, which Anthropic would miss.
    private void WriteCitations(TextPart text)
    {
        if (text.Citations is not { Count: > 0 } citations)
        {
            return;
        }

        var said = writing.Same
            ? citations.Where(one => one is not { Url: not null, Native: { } native } || HasIndex(native)).ToList()
            : [];
        if (said.Count < citations.Count)
        {
            writing.Losses.Drop(text.Path + ".citations", "Anthropic takes back only citations of its own.");
        }

        if (said.Count == 0)
        {
            return;
        }

        json.WriteStartArray("citations"u8);
        foreach (var citation in said)
        {
            AnthropicCitations.Write(json, citation, Dialect.AnthropicMessages);
        }

        json.WriteEndArray();
    }

    private static bool HasIndex(System.Text.Json.JsonElement native) =>
        Reading.JsonElements.TextAt(native, "encrypted_index"u8) is not "";

    private void WriteThinking(ReasoningPart reasoning)
    {
        json.WriteStartObject();
        if (reasoning.Seal is { Closed: true } closed)
        {
            json.WriteString("type"u8, "redacted_thinking"u8);
            json.WriteString("data"u8, closed.Value);
        }
        else
        {
            json.WriteString("type"u8, "thinking"u8);
            json.WriteString("thinking"u8, reasoning.Text);
            json.WriteString("signature"u8, reasoning.Seal!.Value);
        }

        WriteRest(reasoning);
        json.WriteEndObject();
    }

    private void WriteCall(ToolCallPart call)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteString("id"u8, AnthropicToolIds.Legal(call.Id));
        json.WriteString("name"u8, call.Name);
        if (json.WriteInput(call.Arguments))
        {
            writing.Losses.Add(
                LossKind.Approximated, call.Path,
                "Anthropic takes an object of arguments; what is none stands in one.");
        }

        writing.WriteCache(call.Cache);
        WriteRest(call);
        json.WriteEndObject();
    }

    private void WriteResult(ToolResultPart result)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_result"u8);
        json.WriteString("tool_use_id"u8, AnthropicToolIds.Legal(result.CallId));
        List<Part> content = [.. result.Content.Where(part => AnthropicPartRules.CanSay(part, false, writing))];
        if (content is [TextPart { Cache: null } only] && !writing.HasRest(only.Path))
        {
            json.WriteString("content"u8, only.Text);
        }
        else if (content.Count > 0)
        {
            json.WriteStartArray("content"u8);
            foreach (var part in content)
            {
                Write(part);
            }

            json.WriteEndArray();
        }

        if (result.IsError)
        {
            json.WriteBoolean("is_error"u8, true);
        }

        writing.WriteCache(result.Cache);
        WriteRest(result);
        json.WriteEndObject();
    }

    private void WriteRest(Part part)
    {
        if (part.Path.Length > 0)
        {
            writing.WriteRest(part.Path);
        }
    }
}
