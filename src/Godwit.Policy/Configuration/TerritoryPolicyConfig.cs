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

    [Description("When it was made known, RFC 3339. Not after notice_from and effective.from.")]
    public DateTimeOffset? Announced { get; init; }

    [Description(
        "First instant at which answers tell callers that they will be refused from effective.from on, RFC 3339. "
        + "Absent: announced.")]
    public DateTimeOffset? NoticeFrom { get; init; }

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

    [Description("Which facts of the caller's account decide besides its address. Absent: none does.")]
    public AccountRuleConfig? Account { get; init; }

    [Description("Legal demand that the policy follows: refusals are then 451 (RFC 7725) and not 403.")]
    public LegalDemandConfig? LegalDemand { get; init; }

    [Description(
        "What happens to an answer under way when the policy begins to exclude its caller: it may finish, or it is "
        + "cut. Default finish.")]
    public TerritoryStreams Streams { get; set; } = TerritoryStreams.Finish;

    [Description("Organizations the policy does not apply to for a time; one may have several, at different times.")]
    public IReadOnlyList<ExemptionConfig>? Exemptions { get; init; }

    [Description("Whom a refused caller can turn to: a mail address or URL, shown in the refusal.")]
    public string? Contact { get; init; }

    [Description("Who is told before the policy takes effect. Absent: nobody.")]
    public TerritoryNoticesConfig? Notices { get; init; }

    [Description("URL of the notice that answers link to before effective.from. Absent: contact, where it is a URL.")]
    public string? NoticeUrl { get; init; }
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
/// What happens to callers behind each kind of network. Written as one word, it means the kinds that hide a caller:
/// hosting, satellite and anycast only count where they are named.
/// </summary>
[Shorthand(nameof(All))]
public sealed record AnonymizerConfig
{
    [Description("For each kind that is not named itself, except hosting, satellite and anycast.")]
    public TerritoryAction? All { get; init; }

    public TerritoryAction? Tor { get; init; }

    public TerritoryAction? PublicProxy { get; init; }

    public TerritoryAction? ResidentialProxy { get; init; }

    public TerritoryAction? Vpn { get; init; }

    [Description("Relays that keep the caller's territory, such as iCloud Private Relay.")]
    public TerritoryAction? Relay { get; init; }

    [Description("Data centres. Callers of an API usually are servers: refusing them refuses most of everybody.")]
    public TerritoryAction? Hosting { get; init; }

    [Description("Satellite networks: terminals roam, and the address tells the ground station's territory.")]
    public TerritoryAction? Satellite { get; init; }

    [Description("Addresses announced in many places at once, such as resolvers and content networks.")]
    public TerritoryAction? Anycast { get; init; }
}

/// <summary>An organization to which a policy does not apply for a time, because somebody approved it.</summary>
public sealed record ExemptionConfig
{
    [Description("Name of the Organization resource.")]
    public required string Organization { get; init; }

    [Description("First instant the exemption holds, RFC 3339. Absent: from ever.")]
    public DateTimeOffset? From { get; init; }

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

/// <summary>What becomes of an answer that is under way when a policy begins to exclude its caller.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TerritoryStreams>))]
public enum TerritoryStreams
{
    /// <summary>What was begun lawfully is finished.</summary>
    Finish,

    /// <summary>It ends at that instant, and the client is told so.</summary>
    Cut,
}
