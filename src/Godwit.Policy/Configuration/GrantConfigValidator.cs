using Godwit.Policy.Calendars;
using Godwit.Policy.Grants;

namespace Godwit.Policy.Configuration;

/// <summary>Checks what a Grant says.</summary>
internal static class GrantConfigValidator
{
    public static void Validate(
        Resource<GrantConfig> resource, ConfigurationSet set, ConfigurationFacts facts, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        var spec = resource.Spec;
        var provider = set.Providers.FirstOrDefault(p => p.Name == spec.Provider)?.Spec;
        if (provider is null)
            errors.AddMissing("provider", "Provider", spec.Provider, facts.Models.Keys);
        else
            CheckProvider(spec, provider, facts, errors);
        CheckAmount(spec, provider, errors);
        CheckTimes(spec, errors);
        ReferenceRules.CheckAll("organizations", "Organization", spec.Organizations, facts.Organizations, errors);
    }

    private static void CheckProvider(
        GrantConfig spec, ProviderConfig provider, ConfigurationFacts facts, ResourceErrors errors)
    {
        CheckModels(spec, facts.Models[spec.Provider], errors);
        var accounts = CredentialList.Of(provider)
            .Select(c => c.Account ?? c.Name).OfType<string>().Distinct().ToList();
        if (spec.Account is { } account && !accounts.Contains(account))
            errors.AddMissing("account", $"account of '{spec.Provider}'", account, accounts);
        if (spec.Offer is not { } offer)
            return;
        var offers = (facts.Catalog.Find(provider.Catalog)?.Grants ?? []).Select(g => g.Name).ToList();
        if (!offers.Contains(offer))
            errors.AddMissing("offer", $"offer of '{spec.Provider}' in the catalog", offer, offers);
    }

    private static void CheckModels(GrantConfig spec, HashSet<string> models, ResourceErrors errors)
    {
        if (spec.Models is { Count: 0 })
            errors.Add("models", "is an empty list; name at least one, or remove the key to mean all");
        for (var i = 0; i < (spec.Models?.Count ?? 0); i++)
        {
            var pattern = spec.Models![i];
            if (spec.Models.Take(i).Contains(pattern))
                errors.Add($"models[{i}]", $"'{pattern}' is listed twice");
            else if (!NamePattern.IsGlob(pattern) && !models.Contains(pattern))
                errors.AddMissing($"models[{i}]", $"model of '{spec.Provider}'", pattern, models);
            else if (!models.Any(model => NamePattern.Matches(pattern, model)))
                errors.Add($"models[{i}]", $"'{pattern}' matches no model of '{spec.Provider}'");
        }
    }

    private static void CheckAmount(GrantConfig spec, ProviderConfig? provider, ResourceErrors errors)
    {
        var money = spec.Unit == GrantUnit.Money;
        if (money && spec.Currency is null)
            errors.Add("currency", "is missing: the unit is money", TextRules.CurrencyAccepted);
        else if (!money && spec.Currency is not null)
            errors.Add("currency", "stands beside a unit of tokens; remove it");
        else if (spec.Currency is { } currency && !TextRules.IsCurrency(currency))
            errors.Add("currency", $"'{currency}' is not a currency", TextRules.CurrencyAccepted);
        else if (spec.Currency is not null && provider?.Currency is { } billed && billed != spec.Currency)
            errors.Add("currency", $"'{spec.Provider}' is billed in another currency", billed);
        if (spec.Amount <= 0)
            errors.Add("amount", FormattableString.Invariant($"{spec.Amount} is not above 0"), "more than 0");
        else if (spec.Amount > GrantAmounts.Most(spec.Unit))
            errors.Add("amount", FormattableString.Invariant($"{spec.Amount} is out of range"),
                FormattableString.Invariant($"up to {GrantAmounts.Most(spec.Unit)}"));
        else if (GrantAmounts.Exact(spec.Amount, spec.Unit) is null)
            errors.Add("amount", FormattableString.Invariant($"{spec.Amount} is too fine"),
                money ? "at most 9 decimals" : "whole tokens");
    }

    private static void CheckTimes(GrantConfig spec, ResourceErrors errors)
    {
        if (spec.Until <= spec.From)
            errors.Add("until", "is not after from");
        if (spec.TimeZone is not { } zone)
            return;
        if (spec.Renews == GrantRenewal.Never)
            errors.Add("time_zone", "says nothing: the grant does not renew", "renews: daily, weekly or monthly",
                "no time_zone");
        if (!CalendarPeriod.IsZone(zone))
            errors.Add("time_zone", $"'{zone}' is not a time zone", "an IANA name, e.g. Asia/Shanghai");
    }
}
