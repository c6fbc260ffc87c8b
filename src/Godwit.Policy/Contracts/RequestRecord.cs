using System.Text.Json.Serialization;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Contracts;

/// <summary>What was decided about a request.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RequestDecision>))]
public enum RequestDecision
{
    /// <summary>Not decided: the request ended before the territory was looked at.</summary>
    None,

    /// <summary>The first target of the route may serve the caller.</summary>
    Served,

    /// <summary>A target was excluded by territory and another one serves.</summary>
    Rerouted,

    /// <summary>Served, though a policy that only observes would have excluded it.</summary>
    Observed,

    /// <summary>Nobody on the route may serve the caller.</summary>
    Refused,
}

/// <summary>How a request ended.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RequestEnding>))]
public enum RequestEnding
{
    /// <summary>The answer was relayed whole; it may be a provider's error.</summary>
    Completed,

    /// <summary>Godwit itself answered with an error.</summary>
    Refused,

    /// <summary>The client went away; the provider call was cancelled.</summary>
    ClientGone,

    /// <summary>The provider's answer broke off or stalled after it began.</summary>
    ProviderCut,

    /// <summary>A territory policy began to exclude the caller while the answer was under way, and cut it.</summary>
    PolicyCut,

    /// <summary>
    /// The node died while the request was under way; nothing is known but what had been reserved for it, which is
    /// counted as spent.
    /// </summary>
    Lost,
}

/// <summary>The end user for whom a reseller called.</summary>
public sealed record EndUserRecord
{
    /// <summary>The end user's address, shortened to /24 or /48.</summary>
    public required string Network { get; init; }

    /// <summary>Keyed hash of the whole address; lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>ISO 3166-1 code; null when not known.</summary>
    public string? Territory { get; init; }

    /// <summary>
    /// The evidence whole, as <see cref="AddressEvidenceText"/> writes it; null when nothing is known.
    /// </summary>
    public string? Evidence { get; init; }

    /// <summary>True when this address decided, and the reseller's own alone would have done better.</summary>
    public bool Decided { get; init; }
}

/// <summary>
/// What happened with one request: who, from where, what was decided and why, who answered, what was used.
/// </summary>
public sealed record RequestRecord
{
    /// <summary>UUIDv7; the key by which a record is stored once, however often it is shipped.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Microseconds until the answer's last byte was handed over.</summary>
    public long DurationUs { get; init; }

    public string? Organization { get; init; }

    public string? Project { get; init; }

    public string? ApiKey { get; init; }

    public Operation? Operation { get; init; }

    /// <summary>The model name the client asked for.</summary>
    public string? RequestModel { get; init; }

    /// <summary>The client's address, shortened to /24 or /48.</summary>
    public string? ClientNetwork { get; init; }

    /// <summary>Keyed hash of the whole client address, to recognise it again; lower-case hex.</summary>
    public string? ClientHash { get; init; }

    /// <summary>
    /// The whole client address, encrypted; only where the operator chose to keep it. See docs/evidence.md.
    /// </summary>
    public string? ClientSealed { get; init; }

    public ChainOutcome Chain { get; init; }

    /// <summary>Hops walked from the peer to the client address: 0 is the peer itself.</summary>
    public int HopIndex { get; init; }

    /// <summary>The peer's address, shortened to /24 or /48; null where the peer is the client.</summary>
    public string? PeerNetwork { get; init; }

    /// <summary>ISO 3166-1 code; null when not known.</summary>
    public string? Territory { get; init; }

    public string? Subdivision { get; init; }

    public Confidence Confidence { get; init; }

    public bool Disputed { get; init; }

    public NetworkKind Network { get; init; }

    /// <summary>
    /// The evidence whole, as <see cref="AddressEvidenceText"/> writes it, so that it can be decided on again; null
    /// when nothing is known.
    /// </summary>
    public string? Evidence { get; init; }

    /// <summary>The end user that a reseller named; null without one.</summary>
    public EndUserRecord? EndUser { get; init; }

    /// <summary>Generation of the address data that answered.</summary>
    public int DataGeneration { get; init; }

    /// <summary>Fingerprint of the address data that answered: the same data have the same one on every node.</summary>
    public string? Dataset { get; init; }

    public RequestDecision Decision { get; init; }

    /// <summary>
    /// The instant that was decided for, where it is not the start: a policy that cuts began to hold meanwhile.
    /// </summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Reason code of the decision, from docs/reference/errors.md and the territory reasons.</summary>
    public string? Reason { get; init; }

    /// <summary>The policy that decided, with its version: <c>name@3</c>.</summary>
    public string? Policy { get; init; }

    public long SnapshotRevision { get; init; }

    /// <summary>Provider that answered.</summary>
    public string? Provider { get; init; }

    /// <summary>Model that answered, by the route's name for it.</summary>
    public string? Model { get; init; }

    /// <summary>Model name in the provider's answer.</summary>
    public string? ResponseModel { get; init; }

    /// <summary>HTTP status the client got; 499 when it had gone before one was sent.</summary>
    public int Status { get; init; }

    /// <summary>Code of Godwit's own error, if it answered with one.</summary>
    public string? ErrorCode { get; init; }

    public bool Streamed { get; init; }

    public RequestEnding Ending { get; init; }

    /// <summary>
    /// What the answer took that the client got; what attempts used that came to nothing stands with them.
    /// </summary>
    public TokenUsage Usage { get; init; }

    /// <summary>
    /// True when a figure of <see cref="Usage"/> is Godwit's estimate, as the provider gave none. See docs/usage.md.
    /// </summary>
    public bool UsageEstimated { get; init; }

    /// <summary>Cost by the price in force; null where no price, or not all usage, is known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>ISO 4217 currency of <see cref="Cost"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>
    /// The price that <see cref="Cost"/> was computed by: where it is written, its day, a fingerprint.
    /// </summary>
    public string? PriceVersion { get; init; }

    public IReadOnlyList<AttemptRecord> Attempts { get; init; } = [];

    /// <summary>What a translation between dialects did not carry over as it was; null when there is nothing.</summary>
    public IReadOnlyList<Loss>? Losses { get; init; }

    /// <summary>What it held and used of budgets and grants; null when nothing.</summary>
    public IReadOnlyList<Charge>? Charges { get; init; }

    /// <summary>What it made, found or removed at the provider; null when nothing.</summary>
    public IReadOnlyList<OwnedChange>? Objects { get; init; }
}
