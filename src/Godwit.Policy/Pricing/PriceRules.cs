using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Godwit.Policy.Pricing;

/// <summary>A price, compiled: what a request of one target costs from a day on.</summary>
public sealed class PriceRules
{
    private readonly string versionWithoutTools;

    private PriceRules(IPriceTerms terms, string origin, string? source)
    {
        (Terms, Origin, Source) = (terms, origin, source);
        Version = Name(origin, terms, terms.ServerTools ?? []);
        versionWithoutTools = terms is { ServerTools.Count: > 0, PerServerToolCall: null }
            ? Name(origin, terms, []) : Version;
        FromTicks = terms.ValidFrom.ToDateTime(default, DateTimeKind.Utc).Ticks;
        Tiers =
        [
            new PriceRates(terms, -1),
            .. (terms.Tiers ?? []).Select(tier => new PriceRates(tier, tier.AboveInputTokens)),
        ];
        Hours = [.. (terms.Hours ?? []).Select(PriceHours.Compile)];
        ServerTools =
        [
            .. (terms.ServerTools ?? []).OrderBy(t => t.Tool, StringComparer.Ordinal).Select(ServerToolPrice.Compile),
        ];
        BatchFactor = terms.BatchPercent / 100m;
    }

    /// <summary>What it was compiled from.</summary>
    public IPriceTerms Terms { get; }

    /// <summary>Where it is written: <c>catalog/NAME</c> or <c>PriceOverride/NAME</c>.</summary>
    public string Origin { get; }

    /// <summary>Where it was read; null when that was not said.</summary>
    public string? Source { get; }

    /// <summary>
    /// Names the price in records: where it is written, its day, and a fingerprint of its terms. The same for the same
    /// terms in each snapshot, another as soon as one figure differs.
    /// </summary>
    public string Version { get; }

    /// <summary>
    /// Whether records name it so: also as it was before tools had a price at all, since nothing that used one had a
    /// cost then, and what used none costs the same.
    /// </summary>
    public bool IsCalled(string? version) => version == Version || version == versionWithoutTools;

    public string Currency => Terms.Currency;

    /// <summary>First instant it holds, UTC ticks.</summary>
    public long FromTicks { get; }

    /// <summary>Prices by length of input, the lowest tier first.</summary>
    public ImmutableArray<PriceRates> Tiers { get; }

    public ImmutableArray<PriceHours> Hours { get; }

    /// <summary>One call of a tool that has no price of its own; null: it has none.</summary>
    public decimal? PerServerToolCall => Terms.PerServerToolCall;

    /// <summary>Tools that have prices of their own, by name.</summary>
    public ImmutableArray<ServerToolPrice> ServerTools { get; }

    /// <summary>What token prices of batch requests are multiplied with; null: not known.</summary>
    public decimal? BatchFactor { get; }

    /// <summary>Compiles terms that are known to be right.</summary>
    public static PriceRules Compile(IPriceTerms terms, string origin, string? source) => new(terms, origin, source);

    /// <summary>The tier that an input's length falls in: the whole request costs what it says.</summary>
    public PriceRates TierOf(long inputTokens)
    {
        for (var i = Tiers.Length - 1; i > 0; i--)
        {
            if (inputTokens > Tiers[i].AboveInputTokens)
                return Tiers[i];
        }

        return Tiers[0];
    }

    /// <summary>The price of a tool that the provider runs; null where it has none.</summary>
    public ServerToolPrice? ServerTool(string name)
    {
        foreach (var tool in ServerTools)
        {
            if (tool.Tool == name)
                return tool;
        }

        return PerServerToolCall is { } any ? new ServerToolPrice(name, any, false) : null;
    }

    /// <summary>What token prices are multiplied with at an instant.</summary>
    public decimal FactorAt(long utcTicks)
    {
        foreach (var hours in Hours)
        {
            if (hours.Holds(utcTicks))
                return hours.Factor;
        }

        return 1m;
    }

    private static string Name(string origin, IPriceTerms terms, IEnumerable<IServerToolPrice> tools) => string.Create(
        CultureInfo.InvariantCulture, $"{origin}@{terms.ValidFrom:yyyy-MM-dd}#{Fingerprint(terms, tools)}");

    // Figures without the zeros at their end: 2.50 and 2.5 are one price.
    private static string Fingerprint(IPriceTerms terms, IEnumerable<IServerToolPrice> tools)
    {
        var text = new StringBuilder().Append(terms.Currency).Append('|');
        Append(text, terms);
        Append(text, terms.PerServerToolCall, terms.BatchPercent);
        foreach (var tier in terms.Tiers ?? [])
        {
            Append(text.Append('t'), tier.AboveInputTokens);
            Append(text, tier);
        }

        foreach (var hours in terms.Hours ?? [])
        {
            text.Append('h').Append(hours.From).Append(hours.Until);
            text.AppendJoin(',', (hours.Days ?? []).Order().Select(day => (int)day)).Append('|');
            text.AppendJoin(',', (hours.ExceptDays ?? []).Order().Select(day => day.DayNumber)).Append('|');
            Append(text, hours.Percent);
        }

        foreach (var tool in tools.OrderBy(t => t.Tool, StringComparer.Ordinal))
            Append(text.Append('s').Append(tool.Tool).Append('|'), tool.PerCall, tool.PerRequest);

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 4));
    }

    private static void Append(StringBuilder text, IPriceRates rates) => Append(
        text, rates.InputPerMillion, rates.CacheReadInputPerMillion, rates.CacheWriteInputPerMillion,
        rates.CacheWriteHourInputPerMillion, rates.AudioInputPerMillion, rates.OutputPerMillion,
        rates.ReasoningOutputPerMillion, rates.AudioOutputPerMillion);

    private static void Append(StringBuilder text, params ReadOnlySpan<decimal?> amounts)
    {
        foreach (var amount in amounts)
            text.Append(amount?.ToString("0.############################", CultureInfo.InvariantCulture)).Append('|');
    }
}
