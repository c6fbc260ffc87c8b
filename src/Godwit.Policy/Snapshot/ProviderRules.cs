using System.Collections.Immutable;
using Godwit.Policy.Catalog;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Snapshot;

/// <summary>A provider as the data plane uses it.</summary>
public sealed class ProviderRules
{
    /// <summary>Position in <see cref="GatewaySnapshot.Providers"/>.</summary>
    public required int Index { get; init; }

    public required string Name { get; init; }

    /// <summary>The catalog entry it was made from, if any.</summary>
    public CatalogProvider? Catalog { get; init; }

    /// <summary>How the provider's errors are recognised; none when nothing is known of them.</summary>
    public IReadOnlyList<CatalogError> Errors => Catalog?.Errors ?? [];

    /// <summary>The headers in which its answers tell what is left of its limits; null when none are known.</summary>
    public CatalogRateLimitHeaders? RateLimitHeaders => Catalog?.RateLimitHeaders;

    /// <summary>
    /// The cloud's name of the place that requests are sent to; null when the resource names a URL of its own.
    /// </summary>
    public string? CloudRegion { get; init; }

    public required string TelemetryName { get; init; }

    public required Dialect Dialect { get; init; }

    /// <summary>The credentials that requests take in turn; empty when none is sent.</summary>
    public ImmutableArray<ProviderCredential> Credentials { get; init; } = [];

    /// <summary>
    /// No list of credentials was given: whatever is kept here is kept by one account, over a change of its key too.
    /// </summary>
    public bool OneAccount { get; init; }

    public required bool Http2 { get; init; }

    public required bool Simulated { get; init; }

    /// <summary>The provider answers <c>stream_options.include_usage</c>.</summary>
    public required bool StreamUsageOption { get; init; }

    /// <summary>What is done to requests in the provider's main dialect before they are sent; null: nothing.</summary>
    public RequestRules? RequestRules { get; init; }

    public required TimeSpan ConnectTimeout { get; init; }

    public required TimeSpan ResponseTimeout { get; init; }

    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>Whether the provider publishes whom it serves.</summary>
    public TerritoryListStatus TerritoryStatus => Catalog?.Territories.Status ?? TerritoryListStatus.Unknown;

    /// <summary>The territory policies whose scope names this provider, in order of name.</summary>
    public required ImmutableArray<TerritoryRules> Territories { get; init; }
}
