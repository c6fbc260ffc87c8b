using System.Collections.Frozen;
using System.Collections.Immutable;
using Godwit.Policy.Access;
using Godwit.Policy.Grants;
using Godwit.Policy.Limits;
using Godwit.Policy.Pricing;
using Godwit.Policy.Routing;

namespace Godwit.Policy.Snapshot;

/// <summary>Everything the data plane needs to decide, compiled, immutable, and swapped whole.</summary>
public sealed class GatewaySnapshot
{
    /// <summary>Counts up with every publication.</summary>
    public required long Revision { get; init; }

    /// <summary>Hash over the resources and the catalog it was compiled from, lower-case hex.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset CompiledAt { get; init; }

    public required AccessRules Access { get; init; }

    public required RouteTable Routes { get; init; }

    /// <summary>
    /// Routes to the providers that keep files, batches or training jobs, by the provider's name: each to one target
    /// without a model. No client can name them.
    /// </summary>
    public FrozenDictionary<string, RouteRules> Keepers { get; init; } = FrozenDictionary<string, RouteRules>.Empty;

    /// <summary>Providers by their <see cref="ProviderRules.Index"/>.</summary>
    public required ImmutableArray<ProviderRules> Providers { get; init; }

    /// <summary>Names of the organizations, by <see cref="ProjectRules.OrganizationIndex"/>.</summary>
    public ImmutableArray<string> Organizations { get; init; } = [];

    /// <summary>RateLimits and Budgets by their <see cref="LimitRules.Label"/>.</summary>
    public FrozenDictionary<string, LimitRules> Limits { get; init; } = FrozenDictionary<string, LimitRules>.Empty;

    /// <summary>What amounts are worth in other currencies.</summary>
    public ExchangeRules Exchange { get; init; } = ExchangeRules.None;

    /// <summary>What providers gave, what ends first before the others.</summary>
    public ImmutableArray<GrantRules> Grants { get; init; } = [];
}
