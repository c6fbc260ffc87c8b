using System.Text.Json.Serialization;
using Godwit.Policy.Calendars;
using Godwit.Policy.Catalog;
using Godwit.Policy.Pricing;
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
    Converters =
    [
        typeof(EnumText<Ability>), typeof(EnumText<AccountFactKind>), typeof(EnumText<BudgetEnforcement>),
        typeof(EnumText<CalendarUnit>), typeof(EnumText<Confidence>), typeof(EnumText<CredentialScheme>),
        typeof(EnumText<Dialect>), typeof(EnumText<FailureClass>), typeof(EnumText<GrantEnd>),
        typeof(EnumText<GrantRenewal>), typeof(EnumText<GrantUnit>), typeof(EnumText<LimitPer>),
        typeof(EnumText<LimitRefill>), typeof(EnumText<LimitUnit>), typeof(EnumText<OnFailure>),
        typeof(EnumText<Operation>), typeof(EnumText<ParameterAction>), typeof(EnumText<ParameterRule>),
        typeof(EnumText<ReasoningForm>), typeof(EnumText<RoutePreference>), typeof(EnumText<Surface>),
        typeof(EnumText<TargetCondition>), typeof(EnumText<TerritoryAction>), typeof(EnumText<TerritoryListStatus>),
        typeof(EnumText<TerritoryMatch>), typeof(EnumText<TerritoryStreams>), typeof(EnumText<UnboundedTools>),
        typeof(EnumText<UnpricedTargets>), typeof(EnumText<Vocabulary>), typeof(EnumText<Weekday>),
        typeof(EnumText<WhenCountersLost>),
    ])]
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
