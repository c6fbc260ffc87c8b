using System.Text.Json;
using Godwit.Policy.Contracts;

namespace Godwit.Providers.Dialects.OpenAIPlatform;

/// <summary>Reads what the responses of a realtime session used from the session's events.</summary>
public static class RealtimeUsage
{
    // The type stands at the beginning; deltas of sound are not read any further.
    private const int TypeWithin = 256;

    /// <summary>True for an event that may report usage, from its beginning.</summary>
    public static bool IsReport(ReadOnlySpan<byte> beginning) =>
        beginning[..Math.Min(beginning.Length, TypeWithin)].IndexOf("response.done\""u8) >= 0;

    /// <summary>The sum with what an event reports added; the sum itself when it reports nothing.</summary>
    public static TokenUsage Add(in TokenUsage sum, ReadOnlySpan<byte> message)
    {
        if (!IsReport(message))
            return sum;
        try
        {
            return Read(sum, message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It was relayed as it came: its reader finds out.
            return sum;
        }
    }

    private static TokenUsage Read(in TokenUsage sum, ReadOnlySpan<byte> message)
    {
        var json = new Utf8JsonReader(message);
        var usage = default(TokenUsage);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth > 2)
                continue;
            var isUsage = json.CurrentDepth == 2 && json.ValueTextEquals("usage"u8);
            json.Read();
            if (isUsage && json.TokenType == JsonTokenType.StartObject)
                usage = ReadUsage(ref json);
        }

        return new TokenUsage(
            Sum(sum.InputTokens, usage.InputTokens), Sum(sum.OutputTokens, usage.OutputTokens),
            Sum(sum.CacheReadInputTokens, usage.CacheReadInputTokens), sum.ReasoningOutputTokens)
        {
            AudioInputTokens = Sum(sum.AudioInputTokens, usage.AudioInputTokens),
            AudioOutputTokens = Sum(sum.AudioOutputTokens, usage.AudioOutputTokens),
        };
    }

    private static TokenUsage ReadUsage(ref Utf8JsonReader json)
    {
        var usage = default(TokenUsage);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (input, output) = (json.ValueTextEquals("input_tokens"u8), json.ValueTextEquals("output_tokens"u8));
            var (inputs, outputs) =
                (json.ValueTextEquals("input_token_details"u8), json.ValueTextEquals("output_token_details"u8));
            json.Read();
            if (input || output)
                usage = input
                    ? usage with { InputTokens = Number(ref json) } : usage with { OutputTokens = Number(ref json) };
            else if ((inputs || outputs) && json.TokenType == JsonTokenType.StartObject)
                usage = ReadDetails(ref json, inputs, usage);
            else
                json.Skip();
        }

        return usage;
    }

    private static TokenUsage ReadDetails(ref Utf8JsonReader json, bool ofInput, TokenUsage usage)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (cached, audio) = (json.ValueTextEquals("cached_tokens"u8), json.ValueTextEquals("audio_tokens"u8));
            json.Read();
            if (cached && ofInput)
                usage = usage with { CacheReadInputTokens = Number(ref json) };
            else if (audio)
                usage = ofInput ? usage with { AudioInputTokens = Number(ref json) }
                    : usage with { AudioOutputTokens = Number(ref json) };
            else
                json.Skip();
        }

        return usage;
    }

    private static long? Number(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value))
            return value;
        json.Skip();
        return null;
    }

    private static long? Sum(long? one, long? other) => other is null ? one : (one ?? 0) + other;
}
