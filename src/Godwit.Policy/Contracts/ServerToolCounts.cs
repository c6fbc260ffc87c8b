using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Godwit.Policy.Contracts;

/// <summary>
/// How often a provider ran each of its tools: equal where the same tools were run as often. Answers are hostile input,
/// so it has few kinds; what is one too many counts as <see cref="ServerToolNames.Other"/>.
/// </summary>
[JsonConverter(typeof(ServerToolCountsConverter))]
public sealed class ServerToolCounts : IEquatable<ServerToolCounts>
{
    /// <summary>Kinds that have names of their own.</summary>
    public const int MostKinds = 8;

    private ServerToolCounts(ImmutableArray<ServerToolCount> counts) => Counts = counts;

    /// <summary>The tools that were run, in the order of their names; none of them with 0 calls.</summary>
    public ImmutableArray<ServerToolCount> Counts { get; }

    /// <summary>All calls together.</summary>
    public long Total
    {
        get
        {
            var total = 0L;
            foreach (var one in Counts)
                total = Sum(total, one.Calls);
            return total;
        }
    }

    /// <summary>Calls of one tool; null where there are none.</summary>
    public static ServerToolCounts? Of(string tool, long? calls) => Add(null, tool, calls ?? 0);

    /// <summary>The sum; null where neither has any.</summary>
    public static ServerToolCounts? Add(ServerToolCounts? one, ServerToolCounts? other)
    {
        if (one is null || other is null)
            return one ?? other;
        foreach (var count in other.Counts)
            one = Add(one, count.Tool, count.Calls);
        return one;
    }

    /// <summary>The sum with calls of one tool.</summary>
    public static ServerToolCounts? Add(ServerToolCounts? sum, string tool, long calls)
    {
        if (calls <= 0)
            return sum;
        if (sum is null)
            return new([new(tool, Sum(0, calls))]);
        var (at, named) = (0, 0);
        foreach (var one in sum.Counts)
        {
            if (one.Tool == tool)
                return new(sum.Counts.Replace(one, one with { Calls = Sum(one.Calls, calls) }));
            at += string.CompareOrdinal(one.Tool, tool) < 0 ? 1 : 0;
            named += one.Tool == ServerToolNames.Other ? 0 : 1;
        }

        return named >= MostKinds && tool != ServerToolNames.Other
            ? Add(sum, ServerToolNames.Other, calls) : new(sum.Counts.Insert(at, new(tool, Sum(0, calls))));
    }

    /// <inheritdoc/>
    public bool Equals(ServerToolCounts? other) =>
        ReferenceEquals(this, other) || (other is not null && Counts.AsSpan().SequenceEqual(other.Counts.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ServerToolCounts);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var one in Counts)
            hash.Add(one);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Counts.Select(one => $"{one.Tool}={one.Calls}"));

    private static long Sum(long one, long other) => Math.Min(one + Math.Min(other, TokenUsage.MostTokens),
        TokenUsage.MostTokens);
}
