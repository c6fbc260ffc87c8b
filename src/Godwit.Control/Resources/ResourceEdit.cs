using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Resources;

/// <summary>A change of resources that is wanted: all of it happens, or nothing.</summary>
internal sealed record ResourceEdit
{
    /// <summary>Resources to create or to update.</summary>
    public IReadOnlyList<ResourceDocument> Documents { get; init; } = [];

    /// <summary>Resources to delete, given what is stored.</summary>
    public Func<ResourceSet, IEnumerable<ResourceKey>> Deletes { get; init; } = _ => [];

    /// <summary>The versions that the one who changes has seen; another one in the store refuses the edit.</summary>
    public IReadOnlyDictionary<ResourceKey, long> SeenVersions { get; init; } = new Dictionary<ResourceKey, long>();

    public required ManagedBy ManagedBy { get; init; }

    public required string Actor { get; init; }

    /// <summary>Called <c>rollback</c> in history instead of create or update.</summary>
    public bool IsRollback { get; init; }

    /// <summary>
    /// Changes resources that are managed by file too; they belong to the one who changes from then on.
    /// </summary>
    public bool TakeOver { get; init; }

    /// <summary>Says what would happen and changes nothing.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What an edit came to.</summary>
internal sealed record EditOutcome
{
    public long Revision { get; init; }

    public IReadOnlyList<ChangeItem> Items { get; init; } = [];

    /// <summary>What is wrong with the configuration as it would be; nothing was changed when there is any.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; init; } = [];

    /// <summary>Why the edit may not be made now; nothing was changed when there is any.</summary>
    public IReadOnlyList<EditConflict> Conflicts { get; init; } = [];

    public bool Succeeded => Errors.Count == 0 && Conflicts.Count == 0;
}

/// <summary>A resource that cannot be changed as asked.</summary>
/// <param name="Key">Which one.</param>
/// <param name="CurrentVersion">Its version in the store; 0 when there is none.</param>
/// <param name="Message">Why, and what to do.</param>
internal sealed record EditConflict(ResourceKey Key, long CurrentVersion, string Message);
