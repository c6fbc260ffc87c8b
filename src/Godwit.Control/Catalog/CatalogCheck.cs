using Godwit.Policy.Catalog;

namespace Godwit.Control.Catalog;

/// <summary>A fact of the catalog that somebody should look at again.</summary>
/// <param name="Provider">The entry's name.</param>
/// <param name="Fact">Where in the entry it stands, e.g. <c>models.gpt-4o.prices</c>.</param>
/// <param name="Finding">What is the matter.</param>
/// <param name="AsOf">Day the fact is dated.</param>
/// <param name="Source">Where it was read.</param>
public sealed record CatalogFinding(
    string Provider, string Fact, CatalogFindingKind Finding, DateOnly AsOf, string Source);

/// <summary>Why a fact should be looked at.</summary>
public enum CatalogFindingKind
{
    /// <summary>It is older than it should be.</summary>
    Stale,

    /// <summary>The model has no list price.</summary>
    NoPrice,

    /// <summary>The model's shutdown date has passed.</summary>
    ShutDown,

    /// <summary>The provider publishes no list of territories, or none is known.</summary>
    TerritoriesUnknown,
}

/// <summary>What <c>godwit catalog check</c> reports.</summary>
/// <param name="Facts">How many facts there are.</param>
/// <param name="Unverified">How many of them were not read at the source.</param>
/// <param name="Findings">What should be looked at, by provider.</param>
public sealed record CatalogReport(int Facts, int Unverified, IReadOnlyList<CatalogFinding> Findings);

/// <summary>Looks for facts of the catalog that are old or missing. Wrong ones are errors when it is read.</summary>
public static class CatalogCheck
{
    /// <summary>Age from which a fact counts as stale when nothing else is asked for, in days.</summary>
    public const int DefaultMaxAgeDays = 90;

    /// <summary>Checks every entry.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="today">The day to compare with.</param>
    /// <param name="maxAgeDays">Age in days after which a fact is stale.</param>
    public static CatalogReport Run(CatalogSet catalog, DateOnly today, int maxAgeDays = DefaultMaxAgeDays)
    {
        var findings = new List<CatalogFinding>();
        var (count, unverified) = (0, 0);
        foreach (var entry in catalog.Providers.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            foreach (var (path, fact) in Facts(entry))
            {
                count++;
                if (!fact.Verified)
                    unverified++;
                if (fact.AsOf.AddDays(maxAgeDays) < today)
                    findings.Add(Finding(entry, path, CatalogFindingKind.Stale, fact));
            }

            if (entry.Territories.Status == TerritoryListStatus.Unknown)
                findings.Add(Finding(entry, "territories", CatalogFindingKind.TerritoriesUnknown, entry.Territories));
            foreach (var model in entry.Models)
            {
                if (model.Prices.Count == 0)
                    findings.Add(Finding(entry, $"models.{model.Name}", CatalogFindingKind.NoPrice, model));
                if (model.ShutdownDate <= today)
                    findings.Add(Finding(entry, $"models.{model.Name}", CatalogFindingKind.ShutDown, model));
            }
        }

        return new CatalogReport(count, unverified, findings);
    }

    private static CatalogFinding Finding(
        CatalogProvider entry, string path, CatalogFindingKind kind, CatalogFact fact) =>
        new(entry.Name, path, kind, fact.AsOf, fact.Source);

    private static IEnumerable<(string Path, CatalogFact Fact)> Facts(CatalogProvider entry) =>
    [
        ("", entry),
        ("auth", entry.Auth),
        ("territories", entry.Territories),
        .. entry.Regions.Select(r => ($"regions.{r.Name}", (CatalogFact)r)),
        .. entry.Parameters.Select(p => ($"parameters.{p.Name}", (CatalogFact)p)),
        .. entry.Errors.Select((e, i) => ($"errors[{i}]", (CatalogFact)e)),
        .. entry.RateLimitHeaders is { } limits ? [("rate_limit_headers", (CatalogFact)limits)]
            : Array.Empty<(string, CatalogFact)>(),
        .. entry.Models.Select(m => ($"models.{m.Name}", (CatalogFact)m)),
        .. entry.Models.SelectMany(m => m.Prices.Select(p => ($"models.{m.Name}.prices", (CatalogFact)p))),
        .. entry.Models.SelectMany(m => m.Prices.SelectMany(p => p.ServerTools ?? [])
            .Select(t => ($"models.{m.Name}.prices.server_tools.{t.Tool}", (CatalogFact)t))),
        .. entry.Models.Where(m => m.Tokenizer is not null)
            .Select(m => ($"models.{m.Name}.tokenizer", (CatalogFact)m.Tokenizer!)),
        .. entry.Models.Where(m => m.Pictures is not null)
            .Select(m => ($"models.{m.Name}.pictures", (CatalogFact)m.Pictures!)),
        .. entry.Grants.Select((g, i) => ($"grants[{i}]", (CatalogFact)g)),
        .. entry.FineTuning is { } tuning ? [("fine_tuning", (CatalogFact)tuning)]
            : Array.Empty<(string, CatalogFact)>(),
    ];
}
