using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.OpenAIChat;

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
                usage = OpenAIChatUsage.Read(ref json) ?? usage;
        }

        return sum.Plus(usage);
    }
}
