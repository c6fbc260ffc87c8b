using Godwit.Policy.Territories;

namespace Godwit.Policy.Configuration;

/// <summary>Checks what an Organization says of its account.</summary>
internal static class AccountConfigValidator
{
    private const string Accepted = "ISO 3166-1 or 3166-2 codes in upper case, e.g. CN or UA-43";

    public static void Validate(AccountConfig account, ResourceErrors errors)
    {
        if (account is { Verified: null, Billing: null, Declared: null, Ownership: null })
            errors.Add("account", "says nothing", "verified", "billing", "declared", "ownership");
        CheckFact("account.verified", account.Verified, errors);
        CheckFact("account.billing", account.Billing, errors);
        CheckFact("account.declared", account.Declared, errors);
        var ownership = account.Ownership ?? [];
        for (var i = 0; i < ownership.Count; i++)
        {
            var key = $"account.ownership[{i}]";
            Check(key, ownership[i].Territory, ownership[i].Source, errors);
            if (ownership[i].Percent is <= 0 or > 100)
                errors.Add($"{key}.percent", $"{ownership[i].Percent} is out of range", "above 0, up to 100");
        }

        if (ownership.Sum(share => share.Percent) > 100)
            errors.Add("account.ownership", "adds up to more than 100 percent");
    }

    private static void CheckFact(string key, AccountFactConfig? fact, ResourceErrors errors)
    {
        if (fact is not null)
            Check(key, fact.Territory, fact.Source, errors);
    }

    private static void Check(string key, string territory, string source, ResourceErrors errors)
    {
        if (!TerritoryText.IsKnown(territory))
            errors.Add(
                $"{key}.territory", $"'{territory}' is not a territory{TerritoryText.Hint(territory)}", Accepted);
        if (string.IsNullOrWhiteSpace(source))
            errors.Add($"{key}.source", "is empty", "where it is known from");
    }
}
