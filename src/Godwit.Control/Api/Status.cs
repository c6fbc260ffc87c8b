using Godwit.Policy.Contracts;

namespace Godwit.Control.Api;

/// <summary>How this node is.</summary>
public sealed record NodeStatus
{
    public required string Version { get; init; }

    /// <summary>The configuration in force; null before the first publication.</summary>
    public SnapshotStatus? Snapshot { get; init; }

    public required StoreStatus Store { get; init; }

    /// <summary>Why the newest configuration is not in force, each a sentence; empty when it is.</summary>
    public IReadOnlyList<string> PublishErrors { get; init; } = [];

    /// <summary>What was published and will not work, such as a credential that is missing.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// Providers that refused a territory themselves in the last seven days, though the policies would have served it.
    /// </summary>
    public IReadOnlyList<string> PoliciesBehind { get; init; } = [];

    public required FileStatus Files { get; init; }

    /// <summary>Bytes of records in the journal that are not stored yet; null without a journal.</summary>
    public long? JournalPendingBytes { get; init; }

    /// <summary>Why records cannot be stored at present.</summary>
    public string? ShippingError { get; init; }

    /// <summary>How the counters of limits are kept; null without a data plane.</summary>
    public CounterStatus? Counters { get; init; }

    /// <summary>The address data that decisions rest on.</summary>
    public IReadOnlyList<AddressSource> AddressSources { get; init; } = [];
}

/// <summary>The configuration in force.</summary>
public sealed record SnapshotStatus
{
    public long Revision { get; init; }

    public required string Hash { get; init; }

    public DateTimeOffset CompiledAt { get; init; }

    public double AgeSeconds { get; init; }

    /// <summary>store, or last_good when the store could not be reached.</summary>
    public required string Origin { get; init; }

    public int Routes { get; init; }

    public int Providers { get; init; }

    public int ApiKeys { get; init; }
}

/// <summary>How the store is.</summary>
public sealed record StoreStatus
{
    /// <summary>sqlite or postgres.</summary>
    public required string Engine { get; init; }

    public bool Healthy { get; init; }

    public string? Error { get; init; }
}

/// <summary>How the counters of limits are kept.</summary>
public sealed record CounterStatus
{
    /// <summary>memory, or redis where nodes share it.</summary>
    public required string Engine { get; init; }

    public bool Healthy { get; init; }

    public string? Error { get; init; }

    /// <summary>Nodes that share the limits, as far as this one knows.</summary>
    public int Nodes { get; init; }
}

/// <summary>How the configuration files are.</summary>
public sealed record FileStatus
{
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>When they were last applied.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <summary>Why they are not applied as they are now.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
