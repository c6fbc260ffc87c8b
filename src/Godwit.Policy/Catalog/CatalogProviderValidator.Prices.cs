using Godwit.Policy.Pricing;

namespace Godwit.Policy.Catalog;

/// <summary>Prices of models: their terms, the regions they name, and none twice.</summary>
public static partial class CatalogProviderValidator
{
    private static void CheckPrices(
        string key, IReadOnlyList<CatalogPrice> prices, CatalogProvider entry, Context context)
    {
        var regions = entry.Regions.Select(r => r.Name).ToList();
        for (var i = 0; i < prices.Count; i++)
        {
            var (price, at) = (prices[i], $"{key}[{i}]");
            PriceTermsValidator.Validate(
                price, (member, message, accepted) => context.Add($"{at}.{member}", message, accepted));
            if (price.Regions is { Count: 0 })
                context.Add($"{at}.regions", "is an empty list; remove the key to mean all", [.. regions]);
            for (var j = 0; j < (price.Regions?.Count ?? 0); j++)
            {
                if (!regions.Contains(price.Regions![j]))
                    context.Add($"{at}.regions[{j}]", $"there is no region '{price.Regions[j]}'", [.. regions]);
                else if (price.Regions.Take(j).Contains(price.Regions[j]))
                    context.Add($"{at}.regions[{j}]", $"'{price.Regions[j]}' is listed twice");
            }

            if (prices.Take(i).Any(other => IsSame(other, price)))
                context.Add($"{at}.valid_from", "a price of this day, currency and region stands above already");
        }
    }

    private static bool IsSame(CatalogPrice one, CatalogPrice other) =>
        one.ValidFrom == other.ValidFrom && one.Currency == other.Currency
        && (one.Regions is null ? other.Regions is null : other.Regions?.Intersect(one.Regions).Any() == true);
}
