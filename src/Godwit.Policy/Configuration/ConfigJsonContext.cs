using System.Text.Json.Serialization;
using Godwit.Policy.Catalog;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Configuration;

/// <summary>How resources and catalog entries are written as JSON; their shapes are read from here too.</summary>
/// <remarks>
/// A member with a default of its own is declared with <c>set</c>: the generated reader passes every <c>init</c> member
/// to the constructor and would replace an initializer by zero.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(SnakeCaseEnumConverter<Confidence>)])]
[JsonSerializable(typeof(OrganizationConfig))]
[JsonSerializable(typeof(ProjectConfig))]
[JsonSerializable(typeof(ApiKeyConfig))]
[JsonSerializable(typeof(ProviderConfig))]
[JsonSerializable(typeof(RouteConfig))]
[JsonSerializable(typeof(TerritoryPolicyConfig))]
[JsonSerializable(typeof(NoticePlanConfig))]
[JsonSerializable(typeof(PriceOverrideConfig))]
[JsonSerializable(typeof(RateLimitConfig))]
[JsonSerializable(typeof(BudgetConfig))]
[JsonSerializable(typeof(ExchangeRateConfig))]
[JsonSerializable(typeof(GrantConfig))]
[JsonSerializable(typeof(CatalogProvider))]
[JsonSerializable(typeof(CredentialScheme))]
[JsonSerializable(typeof(string))]
public sealed partial class ConfigJsonContext : JsonSerializerContext;
