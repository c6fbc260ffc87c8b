using System.Text.Json;
using Godwit.Policy.Contracts;

namespace Godwit.Providers.Dialects.Reading;

/// <summary>Reads single figures of a usage; what no answer can have is none.</summary>
internal static class TokenCounts
{
    /// <summary>The figure the reader stands on, and moves to its end; null when it is none.</summary>
    public static long? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.Number)
        {
            json.Skip();
            return null;
        }

        // A figure that a program without whole numbers wrote, such as 12.0, is one too.
        return json.TryGetInt64(out var whole) ? InRange(whole)
            : json.TryGetDecimal(out var number) && number == decimal.Truncate(number)
                && number is >= 0 and <= TokenUsage.MostTokens ? (long)number : null;
    }

    /// <summary>The figure of a member; null when there is none.</summary>
    public static long? TokensAt(this JsonElement usage, ReadOnlySpan<byte> name) =>
        usage.CountAt(name) is { } tokens ? InRange(tokens) : null;

    private static long? InRange(long tokens) => tokens is >= 0 and <= TokenUsage.MostTokens ? tokens : null;
}
