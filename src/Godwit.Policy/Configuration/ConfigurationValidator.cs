using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>Checks what a whole configuration means, after its shape is known to be right.</summary>
public static class ConfigurationValidator
{
    /// <summary>Adds an error for everything that is wrong in the set.</summary>
    /// <param name="set">The resources, bound.</param>
    /// <param name="catalog">The catalog they refer to.</param>
    /// <param name="documents">The documents the set was bound from, for positions.</param>
    /// <param name="errors">Where errors are added.</param>
    /// <param name="variables">
    /// Value of an environment variable that a catalog entry names for a placeholder of its URLs; without it they
    /// count as set, because the process that will serve has an environment of its own.
    /// </param>
    public static void Validate(
        ConfigurationSet set,
        CatalogSet catalog,
        IReadOnlyList<ResourceDocument> documents,
        List<ConfigurationError> errors,
        Func<string, string?>? variables = null)
    {
        var facts = new ConfigurationFacts(set, catalog, variables);
        var places = new ConfigurationPlaces(documents, errors);
        foreach (var resource in set.Organizations)
            OrganizationConfigValidator.Validate(resource, places.Of(ResourceKind.Organization, resource.Name));
        foreach (var resource in set.Projects)
            ProjectConfigValidator.Validate(resource, facts, places.Of(ResourceKind.Project, resource.Name));
        foreach (var resource in set.ApiKeys)
            ApiKeyConfigValidator.Validate(resource, facts, places.Of(ResourceKind.ApiKey, resource.Name));
        foreach (var resource in set.Providers)
            ProviderConfigValidator.Validate(resource, facts, places.Of(ResourceKind.Provider, resource.Name));
        foreach (var resource in set.Routes)
            RouteConfigValidator.Validate(resource, facts, places.Of(ResourceKind.Route, resource.Name));
        foreach (var resource in set.TerritoryPolicies)
            TerritoryPolicyConfigValidator.Validate(
                resource, facts, places.Of(ResourceKind.TerritoryPolicy, resource.Name));
        foreach (var resource in set.NoticePlans)
            NoticePlanConfigValidator.Validate(resource, facts, places.Of(ResourceKind.NoticePlan, resource.Name));
        foreach (var resource in set.PriceOverrides)
            PriceOverrideConfigValidator.Validate(
                resource, set, facts, places.Of(ResourceKind.PriceOverride, resource.Name));
        foreach (var resource in set.RateLimits)
            LimitConfigValidator.Validate(resource, facts, places.Of(ResourceKind.RateLimit, resource.Name));
        foreach (var resource in set.Budgets)
            LimitConfigValidator.Validate(resource, facts, places.Of(ResourceKind.Budget, resource.Name));
        PriceOverrideConfigValidator.ValidateDistinct(set.PriceOverrides, places);
        foreach (var resource in set.ExchangeRates)
            ExchangeRateConfigValidator.Validate(resource, places.Of(ResourceKind.ExchangeRate, resource.Name));
        ExchangeRateConfigValidator.ValidateDistinct(set.ExchangeRates, places);
        foreach (var resource in set.Grants)
            GrantConfigValidator.Validate(resource, set, facts, places.Of(ResourceKind.Grant, resource.Name));
        ApiKeyConfigValidator.ValidateDistinct(set.ApiKeys, places);
    }
}
