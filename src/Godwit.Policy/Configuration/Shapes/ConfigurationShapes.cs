using System.Text.Json.Serialization.Metadata;

namespace Godwit.Policy.Configuration.Shapes;

/// <summary>The shape of each kind of resource, and of a catalog entry.</summary>
public static class ConfigurationShapes
{
    private static readonly ObjectShape[] ByKind =
        [.. Enum.GetValues<ResourceKind>().Select(kind => (ObjectShape)ShapeReader.Read(TypeInfo(kind)))];

    /// <summary>The shape of a catalog entry.</summary>
    public static ObjectShape CatalogEntry { get; } =
        (ObjectShape)ShapeReader.Read(ConfigJsonContext.Default.CatalogProvider);

    /// <summary>The shape of a kind's spec.</summary>
    public static ObjectShape Of(ResourceKind kind) => ByKind[(int)kind];

    /// <summary>The JSON metadata of a kind's spec.</summary>
    internal static JsonTypeInfo TypeInfo(ResourceKind kind) => kind switch
    {
        ResourceKind.Organization => ConfigJsonContext.Default.OrganizationConfig,
        ResourceKind.Project => ConfigJsonContext.Default.ProjectConfig,
        ResourceKind.ApiKey => ConfigJsonContext.Default.ApiKeyConfig,
        ResourceKind.Provider => ConfigJsonContext.Default.ProviderConfig,
        ResourceKind.Route => ConfigJsonContext.Default.RouteConfig,
        ResourceKind.TerritoryPolicy => ConfigJsonContext.Default.TerritoryPolicyConfig,
        ResourceKind.NoticePlan => ConfigJsonContext.Default.NoticePlanConfig,
        ResourceKind.PriceOverride => ConfigJsonContext.Default.PriceOverrideConfig,
        ResourceKind.RateLimit => ConfigJsonContext.Default.RateLimitConfig,
        ResourceKind.Budget => ConfigJsonContext.Default.BudgetConfig,
        ResourceKind.ExchangeRate => ConfigJsonContext.Default.ExchangeRateConfig,
        ResourceKind.Grant => ConfigJsonContext.Default.GrantConfig,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };
}
