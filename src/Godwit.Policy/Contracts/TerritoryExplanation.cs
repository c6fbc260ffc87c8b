using Godwit.Policy.Configuration;
using Godwit.Policy.Snapshot;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Contracts;

/// <summary>Asks where an address is and who may serve it.</summary>
public sealed record TerritoryQuestion
{
    /// <summary>
    /// The client address; with <see cref="Forwarded"/>, the address of the peer that sent the header.
    /// </summary>
    public required string Address { get; init; }

    /// <summary>Text of the forwarding header this deployment believes, as a trusted peer would send it.</summary>
    public string? Forwarded { get; init; }

    /// <summary>Text of the edge's header that this deployment believes, as the peer would send it.</summary>
    public string? Edge { get; init; }

    /// <summary>The address that a reseller hands on as its end user's.</summary>
    public string? EndUser { get; init; }

    /// <summary>Name of one provider; all of them when absent.</summary>
    public string? Provider { get; init; }

    /// <summary>Organization that asks, for scopes, exemptions and facts of its account.</summary>
    public string? Organization { get; init; }

    /// <summary>The way of access asked about.</summary>
    public Surface Surface { get; init; }

    /// <summary>The instant asked about; now when absent.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>Where an address is, the evidence, who may serve it, and why.</summary>
public sealed record TerritoryExplanation
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The client address; null when the chain is untrusted.</summary>
    public string? Address { get; init; }

    public required string PeerAddress { get; init; }

    public ChainOutcome Chain { get; init; }

    public int HopIndex { get; init; }

    public AddressForm Form { get; init; }

    /// <summary>ISO 3166-1 code; null when not known.</summary>
    public string? Territory { get; init; }

    public string? TerritoryName { get; init; }

    public string? Subdivision { get; init; }

    public Confidence Confidence { get; init; }

    public bool Disputed { get; init; }

    public NetworkKind Network { get; init; }

    /// <summary>Names of the feeds that say what kind of network it is.</summary>
    public IReadOnlyList<string> NetworkSources { get; init; } = [];

    /// <summary>The cloud's own name of its region; null where no cloud's feed has one.</summary>
    public string? CloudRegion { get; init; }

    public string? SpecialPurpose { get; init; }

    /// <summary>Kinds of network there were lists for; a kind that is not here was not looked for.</summary>
    public IReadOnlyList<NetworkKind> Coverage { get; init; } = [];

    public IReadOnlyList<ExplainedCandidate> Candidates { get; init; } = [];

    /// <summary>What each source says.</summary>
    public IReadOnlyList<ExplainedSource> Sources { get; init; } = [];

    /// <summary>What the edge's header was worth; null when none was asked about.</summary>
    public ExplainedEdge? Edge { get; init; }

    /// <summary>Where the end user of a reseller is; null when none was asked about.</summary>
    public ExplainedEndUser? EndUser { get; init; }

    public IReadOnlyList<ExplainedProvider> Providers { get; init; } = [];

    public long SnapshotRevision { get; init; }

    /// <summary>
    /// True when the policies are those that were in force at the instant asked about; false when they are today's.
    /// </summary>
    public bool AsOf { get; init; }

    /// <summary>Lines to show wherever the answer is shown, as the data's licences ask.</summary>
    public IReadOnlyList<string> Attribution { get; init; } = [];
}

/// <summary>A territory the evidence allows.</summary>
public sealed record ExplainedCandidate(
    string Territory, string? Subdivision, IReadOnlyList<string> Sources, bool RegistrationOnly);

/// <summary>What one source says of the address.</summary>
public sealed record ExplainedSource(
    string Source, string Method, string? Raw, string? Territory, string? Subdivision, DateTimeOffset? BuiltAt);

/// <summary>What an edge's header was worth.</summary>
/// <param name="Header">Name of the header; null when this deployment believes none.</param>
/// <param name="Value">What it says.</param>
/// <param name="Believed">Whether it counts as evidence.</param>
/// <param name="Because">Why, in words.</param>
public sealed record ExplainedEdge(string? Header, string Value, bool Believed, string Because);

/// <summary>Where a reseller's end user is.</summary>
public sealed record ExplainedEndUser(
    string Address, string? Territory, string? Subdivision, Confidence Confidence, bool Disputed, NetworkKind Network);

/// <summary>Whether a provider may serve the address.</summary>
public sealed record ExplainedProvider
{
    public required string Provider { get; init; }

    /// <summary>served, observed or refused.</summary>
    public required string Verdict { get; init; }

    /// <summary>What follows for a request.</summary>
    public TerritoryAction Action { get; init; }

    /// <summary>True when it is the end user's address that decided, not the reseller's own.</summary>
    public bool OfEndUser { get; init; }

    public TerritoryReason Reason { get; init; }

    /// <summary>The policy that decided, as <c>name@version</c>.</summary>
    public string? Policy { get; init; }

    /// <summary>First instant after the one asked about at which it may no longer serve.</summary>
    public DateTimeOffset? ServedUntil { get; init; }

    /// <summary>listed or unknown: whether the provider publishes whom it serves.</summary>
    public required string TerritoryList { get; init; }

    /// <summary>Every policy that was considered, each with what it says by itself.</summary>
    public IReadOnlyList<ExplainedPolicy> Considered { get; init; } = [];
}

/// <summary>What one of several policies says by itself; the strictest of them decides.</summary>
public sealed record ExplainedPolicy
{
    /// <summary>The policy, as <c>name@version</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>served, observed or refused.</summary>
    public required string Verdict { get; init; }

    /// <summary>What follows for a request.</summary>
    public TerritoryAction Action { get; init; }

    public TerritoryReason Reason { get; init; }

    /// <summary>First instant at which it excludes the caller; null unless it gives notice.</summary>
    public DateTimeOffset? RefusedFrom { get; init; }

    /// <summary>Who approved the exemption that applies; null when none does.</summary>
    public string? ExemptionApprover { get; init; }
}

/// <summary>
/// Explains territory decisions. Implemented by the data plane; asked by the admin API and the command line.
/// </summary>
public interface ITerritoryExplainer
{
    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="asOf">The snapshot of the instant asked about; null for the one in force.</param>
    /// <exception cref="FormatException">The address is not one; the message says what is accepted.</exception>
    /// <exception cref="ArgumentException">No such provider; the message lists those there are.</exception>
    TerritoryExplanation Explain(TerritoryQuestion question, GatewaySnapshot? asOf = null);
}
