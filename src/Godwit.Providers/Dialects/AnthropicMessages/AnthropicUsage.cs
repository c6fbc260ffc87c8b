using System.Runtime.InteropServices;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>
/// Usage in Anthropic's form, whose <c>input_tokens</c> leave out what was read from or written to a cache.
/// </summary>
internal static class AnthropicUsage
{
    /// <summary>Reads a usage object; null when it is none.</summary>
    /// <param name="usage">The object.</param>
    /// <param name="before">Usage of an earlier event of the same stream: what the object leaves out is kept.</param>
    public static TokenUsage? Read(JsonElement? usage, TokenUsage? before = null)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } value)
        {
            return null;
        }

        var json = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value));
        json.Read();
        return Read(ref json, before);
    }

    /// <summary>Reads the object the reader stands on and moves to its end; null when it is none.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader json, TokenUsage? before = null)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        long? input = null, read = null, write = null, hour = null, minutes = null, output = null, thinking = null;
        (long? Total, ServerToolCounts? Tools) tools = default;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            switch (name)
            {
                case var _ when name.SequenceEqual("input_tokens"u8):
                    input = Number(ref json);
                    break;
                case var _ when name.SequenceEqual("cache_read_input_tokens"u8):
                    read = Number(ref json);
                    break;
                case var _ when name.SequenceEqual("cache_creation_input_tokens"u8):
                    write = Number(ref json);
                    break;
                case var _ when name.SequenceEqual("output_tokens"u8):
                    output = Number(ref json);
                    break;
                case var _ when name.SequenceEqual("cache_creation"u8):
                    minutes = Inner(json, "ephemeral_5m_input_tokens"u8);
                    hour = Inner(json, "ephemeral_1h_input_tokens"u8);
                    json.Skip();
                    break;
                case var _ when name.SequenceEqual("output_tokens_details"u8):
                    thinking = Inner(json, "thinking_tokens"u8);
                    json.Skip();
                    break;
                case var _ when name.SequenceEqual("server_tool_use"u8):
                    tools = ToolCountReader.Read(ref json, "_requests"u8);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        write ??= minutes is null && hour is null ? null : (minutes ?? 0) + (hour ?? 0);
        return Join(before, input, read, write, new TokenUsage(null, output, null, thinking)
        {
            CacheWriteHourInputTokens = hour,
            ServerToolCalls = tools.Total,
            ServerTools = tools.Tools,
        });
    }

    /// <summary>Writes a usage object.</summary>
    public static void Write(Utf8JsonWriter json, TokenUsage? usage, string? tier)
    {
        var known = usage ?? default;
        var (read, write) = (known.CacheReadInputTokens ?? 0, known.CacheWriteInputTokens ?? 0);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, Math.Max(0, (known.InputTokens ?? 0) - read - write));
        json.WriteNumber("cache_creation_input_tokens"u8, write);
        json.WriteNumber("cache_read_input_tokens"u8, read);
        if (write > 0)
        {
            var hour = Math.Min(write, known.CacheWriteHourInputTokens ?? 0);
            json.WriteStartObject("cache_creation"u8);
            json.WriteNumber("ephemeral_5m_input_tokens"u8, write - hour);
            json.WriteNumber("ephemeral_1h_input_tokens"u8, hour);
            json.WriteEndObject();
        }

        json.WriteNumber("output_tokens"u8, known.OutputTokens ?? 0);
        if (known.ReasoningOutputTokens is { } thinking)
        {
            json.WriteStartObject("output_tokens_details"u8);
            json.WriteNumber("thinking_tokens"u8, thinking);
            json.WriteEndObject();
        }

        if (known.ServerToolCalls is > 0 and var calls)
        {
            WriteTools(json, calls, known.ServerTools);
        }

        if (tier is not null)
        {
            json.WriteString("service_tier"u8, tier == "default" ? "standard" : tier);
        }

        json.WriteEndObject();
    }

    // Clients know searches and fetches; of what nobody said what it was, it is taken to be a search.
    private static void WriteTools(Utf8JsonWriter json, long calls, ServerToolCounts? tools)
    {
        var searches = tools is null ? calls : 0;
        foreach (var one in tools is null ? [] : tools.Counts)
        {
            searches += one.Tool == ServerToolNames.WebSearch ? one.Calls : 0;
        }

        json.WriteStartObject("server_tool_use"u8);
        json.WriteNumber("web_search_requests"u8, searches);
        foreach (var one in tools is null ? [] : tools.Counts)
        {
            if (one.Tool != ServerToolNames.WebSearch)
            {
                json.WriteNumber($"{one.Tool}_requests", one.Calls);
            }
        }

        json.WriteEndObject();
    }

    // A stream tells the input at its start, and the output, cumulatively, at its end, with or without the input.
    private static TokenUsage Join(TokenUsage? before, long? input, long? read, long? write, TokenUsage now)
    {
        var old = before ?? default;
        if (old.InputTokens > 0 && (input ?? 0) + (read ?? 0) + (write ?? 0) == 0)
        {
            // Who resembles the dialect may fill an end with zeros: figures that only ever grow take nothing back.
            (input, read, write) = (null, null, null);
        }

        input ??= old.InputTokens - (old.CacheReadInputTokens ?? 0) - (old.CacheWriteInputTokens ?? 0);
        read ??= old.CacheReadInputTokens;
        write ??= old.CacheWriteInputTokens;
        return new TokenUsage(
            input + (read ?? 0) + (write ?? 0),
            now.OutputTokens ?? old.OutputTokens,
            read,
            now.ReasoningOutputTokens ?? old.ReasoningOutputTokens)
        {
            CacheWriteInputTokens = write,
            CacheWriteHourInputTokens = now.CacheWriteHourInputTokens ?? old.CacheWriteHourInputTokens,
            ServerToolCalls = now.ServerToolCalls ?? old.ServerToolCalls,
            ServerTools = now.ServerToolCalls is null ? old.ServerTools : now.ServerTools,
        };
    }

    /// <summary>A figure inside the object the reader stands on.</summary>
    private static long? Inner(Utf8JsonReader json, ReadOnlySpan<byte> wanted)
    {
        long? found = null;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var counts = json.ValueTextEquals(wanted);
            json.Read();
            found = counts && Number(ref json) is { } number ? (found ?? 0) + number : found;
            json.Skip();
        }

        return found;
    }

    private static long? Number(ref Utf8JsonReader json) => TokenCounts.Read(ref json);
}
