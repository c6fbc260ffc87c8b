using System.Collections.Immutable;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
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

    public required string TelemetryName { get; init; }

    public required Dialect Dialect { get; init; }

    /// <summary>Header that carries the credential, and its whole value; null when none is sent.</summary>
    public CredentialHeader? Credential { get; init; }

    /// <summary>The credential as a door that differs sends it; null: as the provider's main door does.</summary>
    public CredentialHeader? CredentialAt(CatalogDoor door) =>
        door.Auth is { } auth && Secret is { } secret ? CredentialHeader.Of(auth, secret) : null;

    /// <summary>The bare credential; null when none is sent.</summary>
    public Secret? Secret { get; init; }

    public required bool Http2 { get; init; }

    public required bool Simulated { get; init; }

    /// <summary>The provider answers <c>stream_options.include_usage</c>.</summary>
    public required bool StreamUsageOption { get; init; }

    public required TimeSpan ConnectTimeout { get; init; }

    public required TimeSpan ResponseTimeout { get; init; }

    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>Whether the provider publishes whom it serves.</summary>
    public TerritoryListStatus TerritoryStatus => Catalog?.Territories.Status ?? TerritoryListStatus.Unknown;

    /// <summary>The territory policies whose scope names this provider, in order of name.</summary>
    public required ImmutableArray<TerritoryRules> Territories { get; init; }
}

/// <summary>A header with a credential in it.</summary>
/// <param name="Name">Header name, e.g. <c>Authorization</c>.</param>
/// <param name="Value">Its whole value, e.g. <c>Bearer …</c>.</param>
public sealed record CredentialHeader(string Name, Secret Value)
{
    /// <summary>The header by which a credential travels.</summary>
    public static CredentialHeader Of(CatalogAuth? auth, Secret secret) =>
        auth is { Scheme: CredentialScheme.Header, Header: { } name }
            ? new CredentialHeader(name, secret)
            : new CredentialHeader("Authorization", new Secret("Bearer " + secret.Reveal()));
}
