using Godwit.Policy.Territories;

namespace Godwit.Policy.Configuration;

/// <summary>Checks what a TerritoryPolicy says.</summary>
internal static class TerritoryPolicyConfigValidator
{
    public static void Validate(
        Resource<TerritoryPolicyConfig> resource, ConfigurationFacts facts, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        var spec = resource.Spec;
        CheckScope(spec.Scope, facts, errors);
        CheckServes(spec.Serves, facts, errors);
        PolicyTimesValidator.Validate(spec, facts, errors);
        if (spec.Account is { } account)
            CheckAccount(account, errors);
        CheckAnswers(spec, errors);
        CheckNotices(spec, facts, errors);
    }

    private static void CheckNotices(TerritoryPolicyConfig spec, ConfigurationFacts facts, ResourceErrors errors)
    {
        if (spec.Notices is not { } notices)
            return;
        if (!facts.NoticePlans.Contains(notices.Plan))
            errors.AddMissing("notices.plan", "NoticePlan", notices.Plan, facts.NoticePlans);
        if (spec.Effective?.From is null)
            errors.Add("notices", "needs effective.from: there is no instant to tell of otherwise");
    }

    private static void CheckScope(TerritoryScopeConfig scope, ConfigurationFacts facts, ResourceErrors errors)
    {
        var providers = facts.Models.Keys.Concat(facts.CatalogNames).ToHashSet();
        ReferenceRules.CheckAll("scope.providers", "Provider or catalog entry", scope.Providers, providers, errors);
        // The whole catalog is read for names of models: only where there are any to look up.
        if (scope.Models is not null)
            ReferenceRules.CheckAll("scope.models", "model", scope.Models, ModelNames(facts), errors);
        ReferenceRules.CheckAll(
            "scope.organizations", "Organization", scope.Organizations, facts.Organizations, errors);
        ReferenceRules.CheckDistinct("scope.surfaces", scope.Surfaces, errors);
    }

    private static HashSet<string> ModelNames(ConfigurationFacts facts) => facts.Models.Values.SelectMany(m => m)
        .Concat(facts.Catalog.Providers.SelectMany(p => p.Models).Select(m => m.Name)).ToHashSet();

    private static void CheckServes(ServedTerritoriesConfig serves, ConfigurationFacts facts, ResourceErrors errors)
    {
        if (serves is { Catalog: null, Include: null, Exclude: null })
            errors.Add("serves", "says nothing", "catalog", "include", "exclude");
        if (serves.Catalog is { } catalog && facts.Catalog.Find(catalog) is null)
            errors.AddMissing("serves.catalog", "catalog entry", catalog, facts.CatalogNames);
        if (serves.Include is { Count: 0 })
            errors.Add("serves.include", "is an empty list, so that nobody would be served; name territories");
        CheckCodes("serves.include", serves.Include ?? [], errors);
        CheckCodes("serves.exclude", serves.Exclude ?? [], errors);
        CheckContradictions(serves, errors);
    }

    private static void CheckCodes(string key, IReadOnlyList<string> codes, ResourceErrors errors)
    {
        const string accepted = "ISO 3166-1 or 3166-2 codes in upper case, e.g. CN or UA-43";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < codes.Count; i++)
        {
            if (!TerritoryText.IsKnown(codes[i]))
                errors.Add($"{key}[{i}]", $"'{codes[i]}' is not a territory{TerritoryText.Hint(codes[i])}", accepted);
            else if (!seen.Add(codes[i]))
                errors.Add($"{key}[{i}]", $"'{codes[i]}' is listed twice");
        }
    }

    private static void CheckContradictions(ServedTerritoriesConfig serves, ResourceErrors errors)
    {
        var excluded = (serves.Exclude ?? []).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < serves.Include?.Count; i++)
        {
            var code = serves.Include[i];
            if (excluded.Contains(code))
                errors.Add($"serves.include[{i}]", $"'{code}' is excluded too");
            else if (code.Length > 2 && excluded.Contains(code[..2]))
                errors.Add($"serves.include[{i}]", $"'{code}' is a part of {code[..2]}, which is excluded");
        }
    }

    private static void CheckAccount(AccountRuleConfig account, ResourceErrors errors)
    {
        if (account is { Use: null, OwnershipAbovePercent: null })
            errors.Add("account", "says nothing", "use", "ownership_above_percent");
        ReferenceRules.CheckDistinct("account.use", account.Use, errors);
        if (account.OwnershipAbovePercent is < 0 or >= 100)
            errors.Add(
                "account.ownership_above_percent", $"{account.OwnershipAbovePercent} is out of range",
                "0 up to below 100");
    }

    private static void CheckAnswers(TerritoryPolicyConfig spec, ResourceErrors errors)
    {
        const string url = "an http or https URL in ASCII";
        if (spec.Contact is { } contact && !TextRules.IsEmail(contact) && !TextRules.IsHttpUrl(contact))
            errors.Add("contact", $"'{contact}' is no address", "a mail address", "an http or https URL");
        if (spec.NoticeUrl is { } notice && !TextRules.IsLinkUrl(notice))
            errors.Add("notice_url", $"'{notice}' is no URL that a header can carry", url);
        if (spec.LegalDemand is not { } demand)
            return;
        if (!TextRules.IsLinkUrl(demand.BlockedBy))
            errors.Add("legal_demand.blocked_by", $"'{demand.BlockedBy}' is no URL that a header can carry", url);
        if (string.IsNullOrWhiteSpace(demand.Reference))
            errors.Add("legal_demand.reference", "is empty", "the demand, e.g. a regulation's number");
    }
}
