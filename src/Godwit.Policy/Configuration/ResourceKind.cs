using System.Text.Json.Serialization;

namespace Godwit.Policy.Configuration;

/// <summary>The kinds of resource that govern Godwit. Written in PascalCase, as in <c>kind: Route</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResourceKind>))]
public enum ResourceKind
{
    Organization,
    Project,
    ApiKey,
    Provider,
    Route,
    TerritoryPolicy,
    NoticePlan,
    PriceOverride,
    RateLimit,
    Budget,
    ExchangeRate,
    Grant,
}
