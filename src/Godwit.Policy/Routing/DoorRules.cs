using System.Collections.Frozen;
using Godwit.Policy.Catalog;

namespace Godwit.Policy.Routing;

/// <summary>A wire format that a target can be spoken to in, and where.</summary>
public sealed class DoorRules
{
    public required Dialect Dialect { get; init; }

    /// <summary>Where each operation is sent; an operation that is absent is not offered.</summary>
    public required FrozenDictionary<Operation, Uri> Endpoints { get; init; }

    /// <summary>Where operations are sent whose answer is to be streamed, if elsewhere.</summary>
    public required FrozenDictionary<Operation, Uri> StreamEndpoints { get; init; }

    /// <summary>How the credential is sent here; null: as at the provider's main door.</summary>
    public CatalogAuth? Auth { get; init; }

    /// <summary>Clients of other dialects are translated to this door.</summary>
    public bool ForTranslation { get; init; }

    /// <summary>Where an operation is sent.</summary>
    public Uri EndpointOf(Operation operation, bool stream) =>
        stream && StreamEndpoints.TryGetValue(operation, out var uri) ? uri : Endpoints[operation];
}
