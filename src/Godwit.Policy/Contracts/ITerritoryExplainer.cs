namespace Godwit.Policy.Contracts;

/// <summary>Explains where a caller is and who may serve it, as the data plane would decide. Implemented by the gateway.</summary>
public interface ITerritoryExplainer
{
    TerritoryExplanation Explain(TerritoryQuestion question);
}

/// <summary>A caller that may exist, at an instant.</summary>
public sealed record TerritoryQuestion
{
    /// <summary>The client address, or with <see cref="Forwarded"/> the peer address.</summary>
    public required string Address { get; init; }

    /// <summary>Value of the forwarding header that this deployment believes; null when none is sent.</summary>
    public string? Forwarded { get; init; }

    /// <summary>Name of one Provider resource; null for all.</summary>
    public string? Provider { get; init; }

    /// <summary>Name of the Organization resource the caller belongs to; null for none.</summary>
    public string? Organization { get; init; }

    /// <summary>Model name within the provider, for policies that name models; null for none.</summary>
    public string? Model { get; init; }

    /// <summary>The instant to decide for.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Where the caller is, the evidence, and who may serve it.</summary>
public sealed record TerritoryExplanation
{
    /// <summary>Why there is no answer, such as an address that does not parse; null when there is one.</summary>
    public string? Error { get; init; }

    /// <summary>The client address that was decided on; null when the chain is not trusted.</summary>
    public string? Address { get; init; }

    /// <summary>How the address was found: a <see cref="ChainOutcome"/> in snake case.</summary>
    public string? Chain { get; init; }

    /// <summary>How the address was embedded in another, in snake case; <c>native</c> when it was not.</summary>
    public string? Form { get; init; }

    /// <summary>ISO 3166-1 code of the best candidate; null when not known.</summary>
    public string? Territory { get; init; }

    public string? Confidence { get; init; }

    public bool Disputed { get; init; }

    /// <summary>Kind of network, in snake case.</summary>
    public string? Network { get; init; }

    /// <summary>IANA name of the special-purpose range, if it is one.</summary>
    public string? SpecialPurpose { get; init; }

    public IReadOnlyList<ExplainedCandidate> Candidates { get; init; } = [];

    public required DateTimeOffset At { get; init; }

    public IReadOnlyList<ExplainedDecision> Providers { get; init; } = [];

    /// <summary>The lines that licences of the address data ask to show with results.</summary>
    public IReadOnlyList<string> Attribution { get; init; } = [];
}

/// <summary>A territory that the evidence allows.</summary>
/// <param name="Territory">ISO 3166-1 code.</param>
/// <param name="Subdivision">ISO 3166-2 code, where a source knows one.</param>
/// <param name="Sources">Names of the sources that say so.</param>
public sealed record ExplainedCandidate(string Territory, string? Subdivision, IReadOnlyList<string> Sources);

/// <summary>What is decided for one provider.</summary>
public sealed record ExplainedDecision
{
    public required string Provider { get; init; }

    /// <summary>serve, observe, reroute or refuse.</summary>
    public required string Verdict { get; init; }

    /// <summary>Reason code, as in records.</summary>
    public required string Reason { get; init; }

    /// <summary>The policy that decides, with its version: <c>name@3</c>; null when none applies.</summary>
    public string? Policy { get; init; }

    /// <summary>First instant at which the policy says something else; null when it never does.</summary>
    public DateTimeOffset? EffectiveUntil { get; init; }
}
