using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;

namespace Godwit.Control.Territories.Findings;

/// <summary>What contradicts what.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FindingKind>))]
public enum FindingKind
{
    /// <summary>Addresses lie in a territory that no fact of the organization's account names.</summary>
    DeclarationContradicted,

    /// <summary>One key was used from many territories within one day.</summary>
    ManyTerritories,

    /// <summary>One key was used from two territories in less time than a journey takes.</summary>
    ImpossibleTravel,

    /// <summary>
    /// A key's traffic that a policy will exclude moved to data centres or networks that hide their users, after the
    /// policy gave notice.
    /// </summary>
    NetworkShift,

    /// <summary>A provider itself refused a territory that the policies would have served.</summary>
    PolicyBehind,
}

/// <summary>A contradiction that was found in records. It proves nothing; it says where to look.</summary>
public sealed record Finding
{
    public required FindingKind Kind { get; init; }

    public string? Organization { get; init; }

    public string? Project { get; init; }

    public string? ApiKey { get; init; }

    /// <summary>The provider, where one is concerned.</summary>
    public string? Provider { get; init; }

    /// <summary>The policy concerned, as <c>name@version</c>; null for none.</summary>
    public string? Policy { get; init; }

    /// <summary>What contradicts what, in words.</summary>
    public required string Says { get; init; }

    /// <summary>ISO 3166-1 codes of what was observed.</summary>
    public IReadOnlyList<string> Territories { get; init; } = [];

    /// <summary>Requests, pairs of requests or refusals that show it.</summary>
    public required long Count { get; init; }

    /// <summary>How sure the territories are; the least sure of those concerned.</summary>
    public Confidence Confidence { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Some requests that show it.</summary>
    public IReadOnlyList<Guid> Requests { get; init; } = [];
}
