using System.Collections.Immutable;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Pricing;

/// <summary>
/// Compiles what models cost: overrides before list prices, an organization's own before everybody's, a model's before
/// a pattern's, a region's before the provider's; within each of them the latest that has begun.
/// </summary>
public sealed class PriceScheduleCompiler
{
    private readonly ImmutableArray<string> organizations;
    private readonly ILookup<string, Override> overrides;

    public PriceScheduleCompiler(ConfigurationSet set)
    {
        organizations = OrganizationsOf(set);
        overrides = set.PriceOverrides
            .Select(r => new Override(
                r.Name, r.Spec, PriceRules.Compile(r.Spec, $"PriceOverride/{r.Name}", r.Spec.Source)))
            .ToLookup(o => o.Spec.Provider);
    }

    /// <summary>The organizations, by their index in the snapshot.</summary>
    public static ImmutableArray<string> OrganizationsOf(ConfigurationSet set) =>
        [.. set.Organizations.Select(o => o.Name).Order(StringComparer.Ordinal)];

    /// <summary>The prices of a model; null when none is known at any time.</summary>
    public PriceSchedule? Compile(
        Resource<ProviderConfig> provider, CatalogProvider? entry, string model, CatalogModel? facts)
    {
        var region = ProviderEndpoints.RegionOf(provider.Spec, entry);
        var listed = Listed(provider.Spec, entry, region, facts);
        var own = overrides[provider.Name].Where(o => NamePattern.Matches(o.Spec.Model, model)).ToList();
        if (own.Count == 0 && listed.All(layer => layer.Prices.Count == 0))
            return null;
        return new PriceSchedule
        {
            General = Timeline([.. Layers(own, null), .. listed]),
            ByOrganization = own.All(o => o.Spec.Organization is null) ? [] :
            [
                .. organizations.Select(organization => own.Any(o => o.Spec.Organization == organization)
                    ? Timeline([.. Layers(own, organization), .. Layers(own, null), .. listed])
                    : null),
            ],
            Batch = region?.BatchPrices == true,
        };
    }

    private static List<Layer> Listed(
        ProviderConfig provider, CatalogProvider? entry, CatalogRegion? region, CatalogModel? facts)
    {
        var (ofRegion, ofAll) = (new List<PriceRules>(), new List<PriceRules>());
        foreach (var price in facts?.Prices ?? [])
        {
            var layer = price.Regions is null ? ofAll
                : region is not null && price.Regions.Contains(region.Name) ? ofRegion
                : null;
            if (provider.Currency is null || provider.Currency == price.Currency)
                layer?.Add(PriceRules.Compile(price, $"catalog/{entry!.Name}", price.Source));
        }

        return [new(ofRegion, SideBySide: true), new(ofAll, SideBySide: true)];
    }

    // Of prices that begin on one day the last of its layer holds: the longest pattern, then the last name.
    private static IEnumerable<Layer> Layers(List<Override> own, string? organization)
    {
        var ordered = own.Where(o => o.Spec.Organization == organization)
            .OrderBy(o => o.Spec.Model.Length).ThenBy(o => o.Name, StringComparer.Ordinal).ToList();
        yield return new(
            [.. ordered.Where(o => !NamePattern.IsGlob(o.Spec.Model)).Select(o => o.Rules)], SideBySide: false);
        yield return new(
            [.. ordered.Where(o => NamePattern.IsGlob(o.Spec.Model)).Select(o => o.Rules)], SideBySide: false);
    }

    private static PriceTimeline Timeline(List<Layer> layers)
    {
        var spans = ImmutableArray.CreateBuilder<PriceSpan>();
        foreach (var from in layers.SelectMany(l => l.Prices).Select(p => p.FromTicks).Distinct().Order())
        {
            var span = layers.Select(layer => layer.At(from)).First(found => found is not null)!;
            if (spans.Count == 0 || spans[^1].Price != span.Price || span.Price is null)
                spans.Add(span);
        }

        return new PriceTimeline(spans.ToImmutable());
    }

    private sealed record Override(string Name, PriceOverrideConfig Spec, PriceRules Rules);

    /// <summary>Prices of one rank: the first layer that has begun decides.</summary>
    /// <param name="Prices">The prices, in order of preference.</param>
    /// <param name="SideBySide">A price is replaced by later ones of its own currency alone.</param>
    private sealed record Layer(List<PriceRules> Prices, bool SideBySide)
    {
        public PriceSpan? At(long ticks)
        {
            var latest = new SortedDictionary<string, PriceRules>(StringComparer.Ordinal);
            foreach (var price in Prices)
            {
                var key = SideBySide ? price.Currency : "";
                if (price.FromTicks <= ticks && !(latest.GetValueOrDefault(key)?.FromTicks > price.FromTicks))
                    latest[key] = price;
            }

            return latest.Count switch
            {
                0 => null,
                1 => new PriceSpan(ticks, latest.Values.Single(), []),
                _ => new PriceSpan(ticks, null, [.. latest.Keys]),
            };
        }
    }
}
