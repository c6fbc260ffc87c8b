using System.Text.Json;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Reads one chunk of a streamed answer.</summary>
internal static class OpenAIChatChunk
{
    /// <summary>
    /// Whether a chunk must be parsed: until some content was seen every one is, afterwards only those that bear
    /// usage, an error or a finish reason, or have no choices at all.
    /// </summary>
    public static bool IsWorthParsing(ReadOnlySpan<byte> data) =>
        data.IndexOf("\"choices\""u8) < 0
        || HasValue(data, "\"usage\""u8)
        || HasValue(data, "\"finish_reason\""u8)
        || HasValue(data, "\"error\""u8);

    /// <summary>Takes what the chunk tells; true when it bears usage and an empty list of choices.</summary>
    public static bool Read(ReadOnlySpan<byte> data, TappedAnswer answer)
    {
        var json = new Utf8JsonReader(data);
        var noChoices = false;
        var usage = false;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("choices"u8))
            {
                noChoices = ReadChoices(ref json, answer);
            }
            else if (name.SequenceEqual("usage"u8))
            {
                var tokens = OpenAIChatUsage.Read(ref json);
                usage = tokens is not null;
                answer.Usage = tokens ?? answer.Usage;
            }
            else if (name.SequenceEqual("model"u8))
            {
                answer.TakeModel(ref json);
            }
            else if (name.SequenceEqual("error"u8) || name.SequenceEqual("base_resp"u8))
            {
                answer.Error = ErrorBody.ReadValue(ref json) ?? answer.Error;
            }
            else
            {
                json.Skip();
            }
        }

        return noChoices && usage && answer.Error is null;
    }

    /// <summary>Whether the member occurs with a value other than null or the empty string.</summary>
    private static bool HasValue(ReadOnlySpan<byte> data, ReadOnlySpan<byte> quotedName)
    {
        for (var at = data.IndexOf(quotedName); at >= 0; at = data.IndexOf(quotedName))
        {
            data = data[(at + quotedName.Length)..].TrimStart(" \t\r\n"u8);
            if (data is [(byte)':', ..])
            {
                var value = data[1..].TrimStart(" \t\r\n"u8);
                if (value is not ([(byte)'n', ..] or [(byte)'"', (byte)'"', ..]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool ReadChoices(ref Utf8JsonReader json, TappedAnswer answer)
    {
        var empty = json.TokenType == JsonTokenType.StartArray;
        if (!empty)
        {
            json.Skip();
            return false;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            empty = false;
            if (json.TokenType == JsonTokenType.StartObject)
            {
                ReadChoice(ref json, answer);
            }

            json.Skip();
        }

        return empty;
    }

    private static void ReadChoice(ref Utf8JsonReader json, TappedAnswer answer)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("delta"u8) && json.TokenType == JsonTokenType.StartObject)
            {
                ReadDelta(ref json, answer);
            }
            else if (name.SequenceEqual("finish_reason"u8))
            {
                answer.TakeFinishReason(ref json);
            }
            else if (name.SequenceEqual("usage"u8))
            {
                // Moonshot has put it here.
                answer.Usage = OpenAIChatUsage.Read(ref json) ?? answer.Usage;
            }
            else
            {
                answer.ContentSeen |= name.SequenceEqual("text"u8) && IsOutput(ref json);
                json.Skip();
            }
        }
    }

    private static void ReadDelta(ref Utf8JsonReader json, TappedAnswer answer)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // role says nothing, obfuscation is noise; everything else in a delta is output, also in unknown words.
            var output = !json.ValueTextEquals("role"u8) && !json.ValueTextEquals("obfuscation"u8);
            json.Read();
            answer.ContentSeen |= output && IsOutput(ref json);
            json.Skip();
        }
    }

    private static bool IsOutput(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.ValueSpan.Length > 0,
        JsonTokenType.StartObject => true,
        JsonTokenType.StartArray => json.Read() && json.TokenType != JsonTokenType.EndArray && LeaveArray(ref json),
        _ => false,
    };

    private static bool LeaveArray(ref Utf8JsonReader json)
    {
        while (json.TokenType != JsonTokenType.EndArray)
        {
            json.Skip();
            json.Read();
        }

        return true;
    }
}
