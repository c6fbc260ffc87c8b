using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>The seal of a tool call, where Gemini's door of this dialect has it.</summary>
internal static class OpenAIChatSeals
{
    /// <summary>Writes <c>extra_content.google.thought_signature</c>.</summary>
    public static void Write(Utf8JsonWriter json, string value)
    {
        json.WriteStartObject("extra_content"u8);
        json.WriteStartObject("google"u8);
        json.WriteString("thought_signature"u8, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes it as a streamed piece of a call that has begun.</summary>
    public static void WritePiece(Utf8JsonWriter json, int call, bool custom, ReasoningSeal seal)
    {
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, call);
        if (!custom)
        {
            // There are clients that take a piece of a call without it for broken.
            json.WriteStartObject("function"u8);
            json.WriteEndObject();
        }

        Write(json, seal.For(Dialect.OpenAIChat));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Reads it in an answer.</summary>
    public static ReasoningSeal? Read(JsonElement call) =>
        call.At("extra_content"u8)?.At("google"u8)?.TextAt("thought_signature"u8) is { Length: > 0 } value
            ? ReasoningSeal.Parse(value, Dialect.OpenAIChat) : null;
}
