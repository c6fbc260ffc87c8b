using System.Collections.Immutable;

namespace Godwit.Policy.Pricing;

/// <summary>Which price holds when: one for each instant, or none and why.</summary>
public sealed class PriceTimeline(ImmutableArray<PriceSpan> spans)
{
    /// <summary>The spans, earliest first; each ends where the next one begins.</summary>
    public ImmutableArray<PriceSpan> Spans { get; } = spans;

    /// <summary>The price in force at an instant; null when none is known.</summary>
    public PriceRules? At(long utcTicks) => SpanAt(utcTicks)?.Price;

    /// <summary>The span an instant lies in; null before the first.</summary>
    public PriceSpan? SpanAt(long utcTicks)
    {
        // Most instants lie in the last span, and there are few.
        for (var i = Spans.Length - 1; i >= 0; i--)
        {
            if (Spans[i].FromTicks <= utcTicks)
                return Spans[i];
        }

        return null;
    }
}

/// <summary>A span of time with one price.</summary>
/// <param name="FromTicks">Its first instant, UTC ticks.</param>
/// <param name="Price">The price; null when prices in several currencies stand side by side.</param>
/// <param name="Currencies">Those currencies, where nothing says which one the account is billed in.</param>
public sealed record PriceSpan(long FromTicks, PriceRules? Price, ImmutableArray<string> Currencies);
