using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>One change in the past.</summary>
public sealed record HistoryItem
{
    /// <summary>Position in history, from 1.</summary>
    public long Seq { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    /// <summary>create, update, delete or rollback.</summary>
    public required string Action { get; init; }

    public required ResourceKind Kind { get; init; }

    public required string Name { get; init; }

    public long Version { get; init; }

    public IReadOnlyList<PathChange> Changes { get; init; } = [];

    /// <summary>SHA-256 over the entry and the hash of the entry before it.</summary>
    public required string Hash { get; init; }
}

/// <summary>Changes in the past, newest first.</summary>
public sealed record HistoryList
{
    public required IReadOnlyList<HistoryItem> Items { get; init; }
}

/// <summary>Whether history is as it was written.</summary>
public sealed record HistoryVerification
{
    public bool Intact { get; init; }

    public long Entries { get; init; }

    /// <summary>The first thing that is wrong.</summary>
    public string? Break { get; init; }
}
