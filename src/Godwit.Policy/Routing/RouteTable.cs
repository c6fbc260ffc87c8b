using System.Collections.Frozen;
using System.Collections.Immutable;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Grants;
using Godwit.Policy.Pricing;
using Godwit.Policy.Snapshot;

namespace Godwit.Policy.Routing;

/// <summary>Routes by the model name that clients send.</summary>
public sealed class RouteTable
{
    private readonly FrozenDictionary<string, RouteRules> byName;
    private readonly FrozenDictionary<string, RouteRules>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    public RouteTable(IEnumerable<RouteRules> routes)
    {
        byName = routes.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);
        bySpan = byName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Every route, in order of name.</summary>
    public IEnumerable<RouteRules> All => byName.Values.OrderBy(r => r.Name, StringComparer.Ordinal);

    public int Count => byName.Count;

    public bool TryFind(ReadOnlySpan<char> name, out RouteRules? route) => bySpan.TryGetValue(name, out route);
}

/// <summary>A model name that clients send, with its targets in order of preference.</summary>
public sealed class RouteRules
{
    public required string Name { get; init; }

    public required ImmutableArray<TargetRules> Targets { get; init; }

    public required OnFailure OnFailure { get; init; }

    /// <summary>A target that can't express a request whole is passed over.</summary>
    public bool Strict { get; init; }

    public RoutePreference Prefer { get; init; }

    public GrantEnd OnGrantEnd { get; init; }

    /// <summary>True when it follows from a Provider resource and nobody wrote a Route for it.</summary>
    public required bool Implied { get; init; }
}

/// <summary>A provider's model as a candidate of a route.</summary>
public sealed class TargetRules
{
    public required ProviderRules Provider { get; init; }

    /// <summary>The model's name within the provider, as routes and policies know it.</summary>
    public required string Model { get; init; }

    /// <summary>The provider's own name for it.</summary>
    public required string ProviderModel { get; init; }

    /// <summary>
    /// The provider's own name for it, as a JSON string with its quotes, in UTF-8: ready to be spliced in.
    /// </summary>
    public required ReadOnlyMemory<byte> ProviderModelJson { get; init; }

    public required TargetCondition When { get; init; }

    /// <summary>The wire formats it can be spoken to in; the first is the provider's main one.</summary>
    public required ImmutableArray<DoorRules> Doors { get; init; }

    /// <summary>Facts of the catalog about the model, if there are any.</summary>
    public CatalogModel? Facts { get; init; }

    /// <summary>The vocabulary its text is counted by; null where none is known for certain.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>The most tokens of one picture; null where that is not known for certain.</summary>
    public int? PictureTokens => Facts?.Pictures is { Verified: true } pictures ? pictures.MostTokens : null;

    /// <summary>The provider's rules for request parameters that can hold for the model; null when none can.</summary>
    public RequestRules? RequestRules { get; init; }

    /// <summary>What it costs, and when; null when no price is known.</summary>
    public PriceSchedule? Prices { get; init; }

    /// <summary>What its provider gave that it can be used for, what ends first before the others.</summary>
    public ImmutableArray<GrantRules> Grants { get; init; } = [];

    /// <summary><c>provider/model</c>.</summary>
    public string Name => $"{Provider.Name}/{Model}";

    /// <summary>True when some door offers the operation.</summary>
    public bool Offers(Operation operation)
    {
        foreach (var door in Doors)
        {
            if (door.Endpoints.ContainsKey(operation))
                return true;
        }

        return false;
    }

    /// <summary>
    /// The door for a client's request: the one that speaks the client's dialect, so that nothing is translated; else
    /// one that offers a chat or embeddings, which can be translated. Null when there is none.
    /// </summary>
    public DoorRules? DoorFor(Operation operation, Dialect client)
    {
        DoorRules? other = null;
        foreach (var door in Doors)
        {
            if (!door.Endpoints.ContainsKey(operation))
                continue;
            if (door.Dialect == client)
                return door;
            if (operation is Operation.Chat or Operation.Embeddings && (other is null || door.ForTranslation))
                other = door;
        }

        return other;
    }
}
