using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Writes whole answers.</summary>
internal static class AnthropicAnswerWriter
{
    public static void Write(GenAIAnswer answer, AnswerContext context, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        AnswerChoice? choice = null;
        foreach (var one in answer.Choices)
        {
            if (choice is null)
            {
                choice = one;
            }
            else
            {
                context.Losses.Drop(Path(one.Index), "Anthropic's answers have one choice.");
            }
        }

        json.WriteStartObject();
        WriteHead(json, answer.Id, context);
        json.WriteStartArray("content"u8);
        var shown = new AnthropicShown(context);
        foreach (var part in choice?.Parts ?? [])
        {
            WritePart(json, part, shown, context);
        }

        json.WriteEndArray();
        if (choice?.Logprobs is not null)
        {
            context.Losses.Drop(Path(choice.Index) + ".logprobs", "Anthropic tells no probabilities.");
        }

        json.WriteString("stop_reason"u8, AnthropicStopReasons.Write(
            choice?.FinishReason, choice?.StopSequence, shown.Calls, shown.Refused));
        json.WriteString("stop_sequence"u8, choice?.StopSequence);
        AnthropicUsage.Write(json, answer.Usage, answer.ServiceTier);
        json.WriteEndObject();
    }

    /// <summary>Writes the members that an answer begins with, also in a stream.</summary>
    public static void WriteHead(Utf8JsonWriter json, string? id, AnswerContext context)
    {
        json.WriteString("id"u8, context.Provider == Dialect.AnthropicMessages && id is not null ? id
            : "msg_" + context.RequestId.ToString("N", CultureInfo.InvariantCulture));
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, context.Model);
    }

    /// <summary>Where a choice stood in the provider's answer.</summary>
    public static string Path(int choice) => $"answer:choices[{choice}]";

    private static void WritePart(Utf8JsonWriter json, Part part, AnthropicShown shown, AnswerContext context)
    {
        part = shown.Take(part);
        switch (part)
        {
            case TextPart { Text.Length: > 0 } text:
                json.WriteStartObject();
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text.Text);
                WriteCitations(json, text, context);
                json.WriteEndObject();
                break;
            case ReasoningPart reasoning:
                WriteThinking(json, reasoning);
                break;
            case ToolCallPart call:
                json.WriteStartObject();
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, call.Id);
                json.WriteString("name"u8, call.Name);
                if (json.WriteInput(call.Arguments))
                {
                    context.Losses.Add(
                        Policy.Contracts.LossKind.Approximated, Path(0),
                        "The model's arguments are no JSON object; they stand in one as text.");
                }

                json.WriteCaller();
                json.WriteEndObject();
                if (call.Seal is { } seal)
                {
                    WriteClosed(json, seal);
                }

                break;
            case ForeignPart foreign:
                json.WriteRaw(foreign.Value);
                break;
        }
    }

    /// <summary>A closed block of thinking.</summary>
    public static void WriteClosed(Utf8JsonWriter json, ReasoningSeal seal)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "redacted_thinking"u8);
        json.WriteString("data"u8, seal.For(Dialect.AnthropicMessages));
        json.WriteEndObject();
    }

    private static void WriteThinking(Utf8JsonWriter json, ReasoningPart reasoning)
    {
        if (reasoning is { Text: "", Seal: { Closed: true } closed })
        {
            WriteClosed(json, closed);
        }
        else if (reasoning.Text.Length > 0 || reasoning.Seal is not null)
        {
            // Clients expect a signature; without one there is nothing that a provider could check.
            json.WriteStartObject();
            json.WriteString("type"u8, "thinking"u8);
            json.WriteString("thinking"u8, reasoning.Text);
            json.WriteString("signature"u8, reasoning.Seal?.For(Dialect.AnthropicMessages) ?? "");
            json.WriteEndObject();
        }
    }

    private static void WriteCitations(Utf8JsonWriter json, TextPart text, AnswerContext context)
    {
        var begun = false;
        foreach (var citation in text.Citations ?? [])
        {
            if (!AnthropicCitations.CanSay(citation, context.Provider))
            {
                context.Losses.Drop(Path(0), "Anthropic has no citation without a page or a document.");
                continue;
            }

            if (!begun)
            {
                json.WriteStartArray("citations"u8);
                begun = true;
            }

            AnthropicCitations.Write(json, citation, context.Provider);
        }

        if (begun)
        {
            json.WriteEndArray();
        }
    }
}
