using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <summary>Offers of tokens and money: their names, amounts and days.</summary>
public static partial class CatalogProviderValidator
{
    private static void CheckGrants(CatalogProvider entry, Context context)
    {
        CheckDistinct("grants", entry.Grants.Select(g => g.Name), context);
        for (var i = 0; i < entry.Grants.Count; i++)
        {
            var (grant, at) = (entry.Grants[i], $"grants[{i}]");
            if (!Names.IsLegal(grant.Name))
                context.Add($"{at}.name", $"'{grant.Name}' is not a legal name", Names.Accepted);
            if (grant.Tokens <= 0)
                context.Add($"{at}.tokens", "is not above 0", "1 or more");
            if (grant.Amount <= 0)
                context.Add($"{at}.amount", "is not above 0", "more than 0");
            if ((grant.Amount is null) != (grant.Currency is null))
                context.Add($"{at}.currency", "amount and currency stand together", TextRules.CurrencyAccepted);
            else if (grant.Currency is { } currency && !TextRules.IsCurrency(currency))
                context.Add($"{at}.currency", $"'{currency}' is not a currency", TextRules.CurrencyAccepted);
            if (grant.Until < grant.From)
                context.Add($"{at}.until", "is before from");
            if (grant.ValidDays <= 0)
                context.Add($"{at}.valid_days", "is not above 0", "1 or more");
        }
    }
}
