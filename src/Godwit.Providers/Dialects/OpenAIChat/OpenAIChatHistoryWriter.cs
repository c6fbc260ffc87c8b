using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Writes what an assistant's message bears besides its text: reasoning, sound and tool calls.</summary>
internal sealed class OpenAIChatHistoryWriter(
    Utf8JsonWriter json, GenAIRequest request, ProviderContext context, OpenAIChatTraits traits)
{
    public void Write(Message message)
    {
        WriteReasoning(message);
        foreach (var part in message.Parts)
        {
            if (part is ForeignPart { Type: "audio", Dialect: Dialect.OpenAIChat } audio)
            {
                json.WritePropertyName("audio"u8);
                audio.Value.WriteTo(json);
                break;
            }
        }

        WriteCalls(message);
    }

    private void WriteReasoning(Message message)
    {
        var words = new StringBuilder();
        var details = false;
        foreach (var part in message.Parts)
        {
            if (part is not ReasoningPart reasoning)
            {
                continue;
            }

            details |= reasoning.Seal?.Origin == Dialect.OpenAIChat;
            if (reasoning.Seal is { } seal && seal.Origin != Dialect.OpenAIChat)
            {
                context.Losses.Drop(reasoning.Path, "Sealed by another provider, which alone can read it.");
            }
            else if (traits.ReasoningContent || request.Dialect == Dialect.OpenAIChat)
            {
                words.Append(reasoning.Text);
            }
            else if (reasoning.Seal is null)
            {
                context.Losses.Drop(reasoning.Path, "The provider does not take reasoning back.");
            }
        }

        if (words.Length > 0)
        {
            json.WriteString("reasoning_content"u8, words.ToString());
        }

        if (details)
        {
            WriteDetails(message);
        }
    }

    private void WriteDetails(Message message)
    {
        json.WriteStartArray("reasoning_details"u8);
        var index = 0;
        foreach (var part in message.Parts)
        {
            if (part is ReasoningPart { Seal: null or { Origin: Dialect.OpenAIChat } } reasoning)
            {
                ReasoningDetails.Write(json, reasoning, reasoning.Text, index++);
            }
        }

        json.WriteEndArray();
    }

    private void WriteCalls(Message message)
    {
        var any = false;
        foreach (var part in message.Parts)
        {
            if (part is not ToolCallPart call)
            {
                continue;
            }

            if (!any)
            {
                json.WriteStartArray("tool_calls"u8);
                any = true;
            }

            WriteCall(call);
        }

        if (any)
        {
            json.WriteEndArray();
        }
    }

    private void WriteCall(ToolCallPart call)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, call.Id);
        if (traits.OpenAI && CustomTools.IsCustom(request, call.Name))
        {
            json.WriteString("type"u8, "custom"u8);
            json.WriteStartObject("custom"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("input"u8, CustomTools.Input(call.Arguments));
        }
        else
        {
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, call.Arguments.Length == 0 ? "{}" : call.Arguments);
        }

        json.WriteEndObject();
        if (call.Seal is { Origin: Dialect.OpenAIChat } seal)
        {
            OpenAIChatSeals.Write(json, seal.Value);
        }
        else if (call.Seal is not null)
        {
            context.Losses.Drop($"{call.Path}.signature", "Made by another provider, which alone can read it.");
        }

        json.WriteEndObject();
    }
}
