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
        if (spec.Effective is { From: { } from, Until: { } until } && from >= until)
            errors.Add("effective.until", "is not after effective.from");
        CheckExemptions(spec.Exemptions ?? [], facts, errors);
        if (spec.Contact is { } contact && !TextRules.IsEmail(contact) && !TextRules.IsHttpUrl(contact))
            errors.Add("contact", $"'{contact}' is no address", "a mail address", "an http or https URL");
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
        var models = facts.Models.Values.SelectMany(m => m)
            .Concat(facts.Catalog.Providers.SelectMany(p => p.Models).Select(m => m.Name)).ToHashSet();
        ReferenceRules.CheckAll("scope.providers", "Provider or catalog entry", scope.Providers, providers, errors);
        ReferenceRules.CheckAll("scope.models", "model", scope.Models, models, errors);
        ReferenceRules.CheckAll(
            "scope.organizations", "Organization", scope.Organizations, facts.Organizations, errors);
    }

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

    private static void CheckExemptions(
        IReadOnlyList<ExemptionConfig> exemptions, ConfigurationFacts facts, ResourceErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < exemptions.Count; i++)
        {
            var organization = exemptions[i].Organization;
            if (!facts.Organizations.Contains(organization))
                errors.AddMissing($"exemptions[{i}].organization", "Organization", organization, facts.Organizations);
            else if (!seen.Add(organization))
                errors.Add($"exemptions[{i}].organization", $"'{organization}' has an exemption already");
            if (string.IsNullOrWhiteSpace(exemptions[i].Approver))
                errors.Add($"exemptions[{i}].approver", "is empty", "who approved it");
        }
    }
}
