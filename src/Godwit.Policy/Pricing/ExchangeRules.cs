using System.Collections.Frozen;
using System.Collections.Immutable;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Pricing;

/// <summary>
/// The operator's exchange rates, compiled: each amount by the rate of its instant. Nothing is exchanged by way of a
/// third currency, and where no rate is known there is no amount.
/// </summary>
public sealed class ExchangeRules
{
    /// <summary>The least rate that is accepted.</summary>
    public const decimal LeastRate = 0.000_000_001m;

    /// <summary>The highest rate that is accepted.</summary>
    public const decimal MostRate = 1_000_000_000m;

    // Its product with the highest rate is still a decimal.
    private const decimal MostAmount = 1_000_000_000_000_000_000m;

    private readonly FrozenDictionary<(string From, string To), ImmutableArray<ExchangeRate>> pairs;

    private ExchangeRules(IEnumerable<ExchangeRate> rates) => pairs = rates
        .GroupBy(rate => (rate.From, rate.To))
        .ToFrozenDictionary(pair => pair.Key, pair => pair.OrderBy(rate => rate.FromTicks).ToImmutableArray());

    /// <summary>No rates: only amounts that are in the currency already are known.</summary>
    public static ExchangeRules None { get; } = new([]);

    /// <summary>Compiles the rates of a valid configuration.</summary>
    public static ExchangeRules Compile(ConfigurationSet set) => set.ExchangeRates.Count == 0 ? None : new(
        set.ExchangeRates.Select(r => new ExchangeRate(
            r.Name, r.Spec.From, r.Spec.To, r.Spec.Rate,
            r.Spec.ValidFrom.ToDateTime(default, DateTimeKind.Utc).Ticks, r.Spec.Source)));

    /// <summary>
    /// What an amount is worth in another currency at an instant, not rounded; null when it is not known.
    /// </summary>
    public decimal? Convert(decimal amount, string from, string to, long utcTicks)
    {
        if (from == to)
            return amount;
        if (amount is < -MostAmount or > MostAmount || Find(from, to, utcTicks) is not { } rate)
            return null;
        return rate.From == from ? amount * rate.Rate : amount / rate.Rate;
    }

    /// <summary>
    /// The rate in force between two currencies at an instant, in whichever direction the latest was given; of two
    /// from the same day the one in the direction asked for. Null when none has begun.
    /// </summary>
    public ExchangeRate? Find(string from, string to, long utcTicks)
    {
        var (direct, opposite) = (At((from, to), utcTicks), At((to, from), utcTicks));
        return direct is null || opposite?.FromTicks > direct.FromTicks ? opposite : direct;
    }

    private ExchangeRate? At((string From, string To) pair, long utcTicks)
    {
        if (!pairs.TryGetValue(pair, out var rates))
            return null;
        for (var i = rates.Length - 1; i >= 0; i--)
        {
            if (rates[i].FromTicks <= utcTicks)
                return rates[i];
        }

        return null;
    }
}

/// <summary>What a unit of one currency is worth in another from an instant on.</summary>
/// <param name="Name">The resource that says so.</param>
/// <param name="From">ISO 4217.</param>
/// <param name="To">ISO 4217.</param>
/// <param name="Rate">Units of <paramref name="To"/> for one of <paramref name="From"/>.</param>
/// <param name="FromTicks">First instant it holds, UTC ticks.</param>
/// <param name="Source">Where it was read; null when that was not said.</param>
public sealed record ExchangeRate(
    string Name, string From, string To, decimal Rate, long FromTicks, string? Source);
