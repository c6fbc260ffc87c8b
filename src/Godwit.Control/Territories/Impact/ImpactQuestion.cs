using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;

namespace Godwit.Control.Territories.Impact;

/// <summary>Which policy's impact is asked for, on which traffic.</summary>
internal sealed record ImpactQuestion
{
    /// <summary>Resources as if they were applied, the policy among them; empty for what is applied.</summary>
    public IReadOnlyList<ResourceDocument> Documents { get; init; } = [];

    /// <summary>Name of the policy; may be absent when the documents hold just one.</summary>
    public string? Policy { get; init; }

    /// <summary>Inclusive; absent: 30 days before the end.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Exclusive; absent: now.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>One organization; absent: all of them.</summary>
    public string? Organization { get; init; }

    /// <summary>The instant for which exemptions and the other policies are asked; absent: now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Which requests count among those that the policy touches; absent: all of them.</summary>
    public Func<AddressEvidence, TerritoryDecision, bool>? Counts { get; init; }
}

/// <summary>The report, or why there is none.</summary>
internal sealed record ImpactOutcome
{
    public ImpactReport? Report { get; init; }

    /// <summary>What is wrong with the configuration that was to be assumed.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; init; } = [];

    /// <summary>What is wrong with the question.</summary>
    public string? Problem { get; init; }

    /// <summary>What the question may name instead.</summary>
    public IReadOnlyList<string> Accepted { get; init; } = [];
}
