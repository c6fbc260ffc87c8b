using System.Text.Json;
using System.Text.Json.Serialization;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>A resource as the admin API shows it; secrets are encrypted or references.</summary>
public sealed record ResourceView
{
    public required ResourceKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>Counts up with every change; 0 for one that is not stored.</summary>
    public long Version { get; init; }

    public ManagedBy ManagedBy { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public string? UpdatedBy { get; init; }

    public JsonElement Spec { get; init; }
}

/// <summary>Resources at one revision.</summary>
public sealed record ResourceList
{
    public long Revision { get; init; }

    public required IReadOnlyList<ResourceView> Items { get; init; }
}

/// <summary>What an edit does to a resource.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ChangeOutcome>))]
public enum ChangeOutcome
{
    Unchanged,
    Created,
    Changed,
    Deleted,
}

/// <summary>One resource in the result of apply, diff, delete or rollback.</summary>
public sealed record ChangeItem
{
    public required ResourceKind Kind { get; init; }

    public required string Name { get; init; }

    public required ChangeOutcome Outcome { get; init; }

    /// <summary>Version after the edit; 0 when nothing was written.</summary>
    public long Version { get; init; }

    public IReadOnlyList<PathChange> Changes { get; init; } = [];
}

/// <summary>A key whose value differs; a secret's is shown as stars.</summary>
public sealed record PathChange
{
    public required string Path { get; init; }

    public JsonElement? Before { get; init; }

    public JsonElement? After { get; init; }
}

/// <summary>What an edit came to, or would come to.</summary>
public sealed record ChangeReport
{
    /// <summary>Revision after the edit.</summary>
    public long Revision { get; init; }

    /// <summary>True when nothing was written because nothing was to be.</summary>
    public bool DryRun { get; init; }

    public required IReadOnlyList<ChangeItem> Items { get; init; }
}

/// <summary>That documents are valid together with what is stored.</summary>
public sealed record ValidationReport
{
    /// <summary>Number of documents that were read.</summary>
    public int Documents { get; init; }
}

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

/// <summary>What to go back to: everything as it was after an entry of history, or one resource to a version.</summary>
public sealed record RollbackRequest
{
    /// <summary>Position in history; everything but API keys becomes as it was right after it.</summary>
    public long? Seq { get; init; }

    public ResourceKind? Kind { get; init; }

    public string? Name { get; init; }

    /// <summary>Version of the one resource; the one before the current when absent.</summary>
    public long? Version { get; init; }

    public bool DryRun { get; init; }
}

/// <summary>Where the store differs from the configuration files of this node.</summary>
public sealed record DriftReport
{
    /// <summary>The files and folders that were compared.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    public required IReadOnlyList<ChangeItem> Items { get; init; }
}
