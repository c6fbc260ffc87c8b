using Godwit.Policy.Pricing;

namespace Godwit.Policy.Configuration;

/// <summary>Checks what a PriceOverride says.</summary>
internal static class PriceOverrideConfigValidator
{
    public static void Validate(
        Resource<PriceOverrideConfig> resource, ConfigurationSet set, ConfigurationFacts facts, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        var spec = resource.Spec;
        if (!facts.Models.TryGetValue(spec.Provider, out var models))
            errors.AddMissing("provider", "Provider", spec.Provider, facts.Models.Keys);
        else if (!NamePattern.IsGlob(spec.Model) && !models.Contains(spec.Model))
            errors.AddMissing("model", $"model of '{spec.Provider}'", spec.Model, models);
        else if (!models.Any(model => NamePattern.Matches(spec.Model, model)))
            errors.Add("model", $"'{spec.Model}' matches no model of '{spec.Provider}'");
        if (spec.Organization is { } organization && !facts.Organizations.Contains(organization))
            errors.AddMissing("organization", "Organization", organization, facts.Organizations);
        PriceTermsValidator.Validate(spec, (key, message, accepted) => errors.Add(key, message, accepted));
        var provider = set.Providers.FirstOrDefault(p => p.Name == spec.Provider);
        if (provider?.Spec.Currency is { } billed && billed != spec.Currency)
            errors.Add("currency", $"'{spec.Provider}' is billed in another currency", billed);
    }

    /// <summary>No two prices of one model and organization begin on the same day.</summary>
    public static void ValidateDistinct(
        IReadOnlyList<Resource<PriceOverrideConfig>> resources, ConfigurationPlaces places)
    {
        var first = new Dictionary<(string, string, string?, DateOnly), string>();
        foreach (var resource in resources)
        {
            var spec = resource.Spec;
            var key = (spec.Provider, spec.Model, spec.Organization, spec.ValidFrom);
            if (!first.TryAdd(key, resource.Name))
                places.Of(ResourceKind.PriceOverride, resource.Name).Add(
                    "valid_from", $"PriceOverride/{first[key]} gives these models a price from the same day");
        }
    }
}
