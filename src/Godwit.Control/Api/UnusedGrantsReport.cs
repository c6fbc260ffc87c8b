using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>What providers gave and nobody used, or will have used.</summary>
public sealed record UnusedGrantsReport
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Grants of which something expired or is about to; what ends first before the others.</summary>
    public required IReadOnlyList<UnusedGrantRow> Grants { get; init; }
}

/// <summary>A grant that is not used up. Amounts are tokens or money.</summary>
public sealed record UnusedGrantRow
{
    public required string Name { get; init; }

    public required string Provider { get; init; }

    public required GrantUnit Unit { get; init; }

    public string? Currency { get; init; }

    public required GrantState State { get; init; }

    /// <summary>When its present period ends; null when it does not.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What was given in the present period.</summary>
    public decimal Given { get; init; }

    public decimal Available { get; init; }

    /// <summary>What will expire at the end of the period, if it is used on like in the last days.</summary>
    public decimal? ExpiresUnused { get; init; }

    /// <summary>What expired unused so far, of all periods.</summary>
    public decimal ExpiredInAll { get; init; }

    /// <summary>Nothing of it was ever used.</summary>
    public bool NeverUsed { get; init; }
}
