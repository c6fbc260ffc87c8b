using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Reconciliation;

/// <summary>Compares the figures of a model on a day.</summary>
/// <param name="tolerancePercent">By how many percent of the greater one two figures may differ.</param>
/// <param name="exchange">What our costs are worth in their currency.</param>
/// <param name="notes">Where it is said what could not be compared.</param>
internal sealed class ReconcileMeasures(decimal tolerancePercent, ExchangeRules exchange, ISet<string> notes)
{
    /// <summary>Every figure that the provider tells, beside ours.</summary>
    /// <param name="ours">By currency.</param>
    /// <param name="theirs">What they say; empty where they say nothing.</param>
    /// <param name="told">The figures that their export has at all.</param>
    /// <param name="utcTicks">The instant whose exchange rates hold.</param>
    public IReadOnlyList<ReconcileMeasure> Compare(
        IReadOnlyList<ProviderUse> ours, IReadOnlyList<ExportedUse> theirs, IReadOnlySet<UsageMeasure> told,
        long utcTicks)
    {
        var measures = new List<ReconcileMeasure>();
        void Add(UsageMeasure of, Func<ProviderUse, long> our, Func<ExportedUse, long?> their)
        {
            if (told.Contains(of))
                measures.Add(Measure(
                    of, ours.Sum(u => (decimal)our(u)), theirs.Sum(u => (decimal)(their(u) ?? 0)), null));
        }

        Add(UsageMeasure.Requests, u => u.Requests, u => u.Requests);
        Add(UsageMeasure.InputTokens, u => u.InputTokens, u => u.InputTokens);
        Add(UsageMeasure.CachedInputTokens, u => u.CachedInputTokens, u => u.CachedInputTokens);
        Add(UsageMeasure.OutputTokens, u => u.OutputTokens, u => u.OutputTokens);
        if (told.Contains(UsageMeasure.Cost) && CostOf(ours, theirs, utcTicks) is { } cost)
            measures.Add(cost);
        return measures;
    }

    /// <summary>Adds figures of days up.</summary>
    public IReadOnlyList<ReconcileMeasure> Total(IEnumerable<ReconcileMeasure> measures) =>
    [
        .. measures.GroupBy(m => (m.Of, m.Currency)).OrderBy(g => g.Key.Of)
            .Select(g => Measure(g.Key.Of, g.Sum(m => m.Ours), g.Sum(m => m.Theirs), g.Key.Currency)),
    ];

    private ReconcileMeasure? CostOf(
        IReadOnlyList<ProviderUse> ours, IReadOnlyList<ExportedUse> theirs, long utcTicks)
    {
        var known = ours.Where(u => u.Currency is not null).ToList();
        var currencies = theirs.Select(u => u.Currency).OfType<string>().Distinct().ToList();
        if (currencies.Count > 1)
        {
            notes.Add($"Costs in {string.Join(" and ", currencies)} of one model and day are not compared.");
            return null;
        }

        // Where they say nothing, ours are compared with nothing in their own currency.
        var currency = currencies.FirstOrDefault() ?? known.FirstOrDefault()?.Currency;
        if (currency is null)
            return null;
        var sum = 0m;
        foreach (var use in known)
        {
            if (exchange.Convert(use.Cost, use.Currency!, currency, utcTicks) is not { } cost)
            {
                notes.Add($"Costs in {use.Currency} are not compared with {currency}: there is no ExchangeRate of "
                    + "that day.");
                return null;
            }

            sum += cost;
        }

        return Measure(UsageMeasure.Cost, sum, theirs.Sum(u => u.Cost ?? 0), currency);
    }

    private ReconcileMeasure Measure(UsageMeasure of, decimal ours, decimal theirs, string? currency)
    {
        var difference = ours - theirs;
        var most = Math.Max(Math.Abs(ours), Math.Abs(theirs)) * tolerancePercent / 100m;
        return new ReconcileMeasure(of, ours, theirs, difference, currency, Math.Abs(difference) <= most);
    }
}
