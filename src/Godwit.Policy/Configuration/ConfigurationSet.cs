namespace Godwit.Policy.Configuration;

/// <summary>A resource whose spec was bound to its type.</summary>
/// <param name="Name">Unique within its kind: 1 to 128 of letters, digits and <c>. _ - / : @</c>.</param>
/// <param name="Version">Counts up with every change of this resource, from 1; 0 when it was never stored.</param>
/// <param name="Spec">What people wrote.</param>
public sealed record Resource<TSpec>(string Name, long Version, TSpec Spec);

/// <summary>
/// Every resource that governs Godwit, bound and valid in shape: what is validated together and compiled.
/// </summary>
public sealed record ConfigurationSet
{
    public IReadOnlyList<Resource<OrganizationConfig>> Organizations { get; init; } = [];

    public IReadOnlyList<Resource<ProjectConfig>> Projects { get; init; } = [];

    public IReadOnlyList<Resource<ApiKeyConfig>> ApiKeys { get; init; } = [];

    public IReadOnlyList<Resource<ProviderConfig>> Providers { get; init; } = [];

    public IReadOnlyList<Resource<RouteConfig>> Routes { get; init; } = [];

    public IReadOnlyList<Resource<TerritoryPolicyConfig>> TerritoryPolicies { get; init; } = [];

    public IReadOnlyList<Resource<NoticePlanConfig>> NoticePlans { get; init; } = [];

    public IReadOnlyList<Resource<PriceOverrideConfig>> PriceOverrides { get; init; } = [];

    public IReadOnlyList<Resource<RateLimitConfig>> RateLimits { get; init; } = [];

    public IReadOnlyList<Resource<BudgetConfig>> Budgets { get; init; } = [];
    public IReadOnlyList<Resource<ExchangeRateConfig>> ExchangeRates { get; init; } = [];
    public IReadOnlyList<Resource<GrantConfig>> Grants { get; init; } = [];
}
