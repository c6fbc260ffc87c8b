using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Godwit.Policy.Configuration;

/// <summary>Which callers a provider may serve, from when, and what happens to the others.</summary>
public sealed record TerritoryPolicyConfig
{
    [Description("What the policy applies to.")]
    public required TerritoryScopeConfig Scope { get; init; }

    [Description("The territories that are served: a catalog entry's list, or an explicit one.")]
    public required ServedTerritoriesConfig Serves { get; init; }

    [Description("When the policy is in force. Absent: always.")]
    public EffectiveConfig? Effective { get; init; }

    [Description("What happens to a caller from a territory that is not served. Default refuse.")]
    public TerritoryAction Unserved { get; set; } = TerritoryAction.Refuse;

    [Description("What happens when the caller's territory is not known. Default serve.")]
    public TerritoryAction Unknown { get; set; } = TerritoryAction.Serve;

    [Description(
        "What happens when sources dispute the territory and not all candidates are served. Absent: match "
        + "decides.")]
    public TerritoryAction? Disputed { get; init; }

    [Description("best: the best candidate decides; any: one candidate that is not served is enough. Default best.")]
    public TerritoryMatch Match { get; set; } = TerritoryMatch.Best;

    [Description(
        "What happens to callers behind anonymizing networks: one action for all, or one per kind. Default "
        + "serve.")]
    public AnonymizerConfig? Anonymizer { get; init; }

    [Description("Organizations the policy does not apply to for a time.")]
    public IReadOnlyList<ExemptionConfig>? Exemptions { get; init; }

    [Description("Whom a refused caller can turn to: a mail address or URL, shown in the refusal.")]
    public string? Contact { get; init; }

    [Description("Who is told before the policy takes effect. Absent: nobody.")]
    public TerritoryNoticesConfig? Notices { get; init; }
}

/// <summary>Who is told before a policy takes effect.</summary>
public sealed record TerritoryNoticesConfig
{
    [Description("Name of the NoticePlan resource.")]
    public required string Plan { get; init; }
}

/// <summary>What a territory policy applies to. Each list that is absent means all.</summary>
public sealed record TerritoryScopeConfig
{
    [Description("Names of Provider resources, or of catalog entries to mean every provider made from them.")]
    public IReadOnlyList<string>? Providers { get; init; }

    [Description("Model names as in targets, without the provider.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description("Names of Organization resources.")]
    public IReadOnlyList<string>? Organizations { get; init; }
}

/// <summary>A list of territories: a catalog entry's, or explicit; exclude wins over both.</summary>
public sealed record ServedTerritoriesConfig
{
    [Description("Catalog entry whose published list is used. A list that is unknown there restricts nobody.")]
    public string? Catalog { get; init; }

    [Description(
        "ISO 3166-1 or 3166-2 codes that are served. Absent without catalog: every territory but the excluded "
        + "ones.")]
    public IReadOnlyList<string>? Include { get; init; }

    [Description("ISO 3166-1 or 3166-2 codes that are not served, e.g. CN or UA-43.")]
    public IReadOnlyList<string>? Exclude { get; init; }
}

/// <summary>The time a policy is in force: from, inclusive, until, exclusive.</summary>
public sealed record EffectiveConfig
{
    [Description("First instant in force, RFC 3339, e.g. 2024-07-09T00:00:00Z. Absent: from ever.")]
    public DateTimeOffset? From { get; init; }

    [Description("First instant no longer in force, RFC 3339. Absent: without end.")]
    public DateTimeOffset? Until { get; init; }
}

/// <summary>
/// What happens to callers behind each kind of anonymizing network. Written as one word, it means all kinds but
/// hosting.
/// </summary>
[Shorthand(nameof(All))]
public sealed record AnonymizerConfig
{
    [Description("For each kind that is not named itself, except hosting.")]
    public TerritoryAction? All { get; init; }

    public TerritoryAction? Tor { get; init; }

    public TerritoryAction? PublicProxy { get; init; }

    public TerritoryAction? ResidentialProxy { get; init; }

    public TerritoryAction? Vpn { get; init; }

    [Description("Relays that keep the caller's territory, such as iCloud Private Relay.")]
    public TerritoryAction? Relay { get; init; }

    [Description("Data centres. Callers of an API usually are servers: refusing them refuses most of everybody.")]
    public TerritoryAction? Hosting { get; init; }
}

/// <summary>An organization to which a policy does not apply, until an instant, because somebody approved it.</summary>
public sealed record ExemptionConfig
{
    [Description("Name of the Organization resource.")]
    public required string Organization { get; init; }

    [Description("First instant the exemption no longer holds, RFC 3339.")]
    public required DateTimeOffset Until { get; init; }

    [Description("Who approved it.")]
    public required string Approver { get; init; }

    [Description("Why.")]
    public string? Reason { get; init; }
}

/// <summary>What is done with a caller, mildest first; where several policies apply, the strictest wins.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TerritoryAction>))]
public enum TerritoryAction
{
    /// <summary>The provider may be used.</summary>
    Serve,

    /// <summary>The provider may be used, and it is recorded that the policy would have excluded it.</summary>
    Observe,

    /// <summary>The provider may not be used; another target of the route may.</summary>
    Reroute,

    /// <summary>The request is refused.</summary>
    Refuse,
}

/// <summary>Which candidates of a disputed address count.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TerritoryMatch>))]
public enum TerritoryMatch
{
    Best,
    Any,
}
