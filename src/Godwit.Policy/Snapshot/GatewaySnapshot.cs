using System.Collections.Immutable;
using Godwit.Policy.Access;
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

    /// <summary>Providers by their <see cref="ProviderRules.Index"/>.</summary>
    public required ImmutableArray<ProviderRules> Providers { get; init; }
}
