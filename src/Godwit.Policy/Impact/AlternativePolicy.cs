using Godwit.Policy.Catalog;
using Godwit.Policy.Pricing;
using Godwit.Policy.Routing;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Impact;

/// <summary>Finds what may serve callers instead of a target they lose.</summary>
public static class AlternativePolicy
{
    /// <summary>The best few targets, best first; none when nobody may serve any of the callers.</summary>
    public static IReadOnlyList<Alternative> Find(UsedTarget used, ImpactRules rules, int most)
    {
        var lost = rules.Targets.GetValueOrDefault($"{used.Provider}/{used.Model}");
        var route = used.RequestModel is { } name && rules.Snapshot.Routes.TryFind(name, out var found) ? found : null;
        var alternatives = new List<Alternative>();
        foreach (var target in rules.Targets.Values)
        {
            if (IsTheSame(target, used) || !target.Offers(used.Operation))
                continue;
            if (Coverage(used, target, rules) is var covers and > 0)
                alternatives.Add(Describe(target, used, lost, route, covers, rules));
        }

        return [.. alternatives.Order(Preference).Take(most)];
    }

    private static bool IsTheSame(TargetRules target, UsedTarget used) =>
        target.Provider.Name == used.Provider && target.Model == used.Model;

    private static double Coverage(UsedTarget used, TargetRules target, ImpactRules rules)
    {
        var (served, all) = (0L, 0L);
        foreach (var caller in used.Callers)
        {
            all += caller.Requests;
            var decision = TerritoryPolicy.Decide(
                caller.Facts, target.Provider.Territories, target.Model, rules.At.UtcTicks);
            if (decision.MayServe)
                served += caller.Requests;
        }

        return all == 0 ? 0 : (double)served / all;
    }

    private static Alternative Describe(
        TargetRules target, UsedTarget used, TargetRules? lost, RouteRules? route, double covers, ImpactRules rules)
    {
        var (facts, lostFacts) = (target.Facts, lost?.Facts);
        var day = DateOnly.FromDateTime(rules.At.UtcDateTime);
        return new Alternative
        {
            Target = target.Name,
            InRoute = route?.Targets.Any(t => t.Name == target.Name) == true,
            Covers = covers,
            Known = facts is not null,
            Lacks = facts is null || lostFacts is null ? [] : [.. lostFacts.Abilities.Except(facts.Abilities)],
            ContextTokens = facts?.ContextTokens,
            ShorterContext = facts?.ContextTokens < lostFacts?.ContextTokens,
            Price = target.Prices?.General.At(rules.At.UtcTicks) is { } price
                ? Compare(price, target, lost, used, rules.At.UtcTicks) : null,
            Grants = [.. (target.Provider.Catalog?.Grants ?? [])
                .Where(grant => IsOffered(grant, target.Model, day)).Select(grant => grant.Title)],
        };
    }

    private static AlternativePrice Compare(
        PriceRules price, TargetRules target, TargetRules? lost, UsedTarget used, long ticks)
    {
        var (here, there) = (CostOf(target), CostOf(lost));
        var comparison = there is null || here is null ? PriceComparison.Unknown
            : there.Value.Currency != price.Currency ? PriceComparison.OtherCurrency
            : there.Value.Amount > 0 ? PriceComparison.Compared
            : PriceComparison.Unknown;
        return new AlternativePrice(
            price.Currency, price.Terms.InputPerMillion, price.Terms.OutputPerMillion, comparison,
            comparison == PriceComparison.Compared
                ? decimal.Round(here!.Value.Amount / there!.Value.Amount, 3)
                : null);

        Cost? CostOf(TargetRules? of) => PricePolicy.Of(
            of?.Prices?.General.At(ticks), new CostQuestion(
                used.Usage, ticks, of?.Prices?.Batch == true, used.Callers.Sum(caller => caller.Requests)));
    }

    private static bool IsOffered(CatalogGrant grant, string model, DateOnly day) =>
        (grant.Models is null || grant.Models.Contains(model))
        && grant.IsOffered(day);

    private static Comparer<Alternative> Preference { get; } = Comparer<Alternative>.Create((a, b) =>
        Different(b.Covers.CompareTo(a.Covers))
        ?? Different(b.InRoute.CompareTo(a.InRoute))
        ?? Different(b.Known.CompareTo(a.Known))
        ?? Different(Shortcomings(a).CompareTo(Shortcomings(b)))
        ?? Different(ComparePrice(a.Price, b.Price))
        ?? string.CompareOrdinal(a.Target, b.Target));

    private static int? Different(int comparison) => comparison == 0 ? null : comparison;

    private static int Shortcomings(Alternative one) => one.Lacks.Count + (one.ShorterContext ? 1 : 0);

    // A price that could not be compared is neither cheap nor dear: it comes after those that could.
    private static int ComparePrice(AlternativePrice? a, AlternativePrice? b) =>
        (a?.Ratio ?? decimal.MaxValue).CompareTo(b?.Ratio ?? decimal.MaxValue);
}
