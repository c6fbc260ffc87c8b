using System.Text.Json;
using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

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
