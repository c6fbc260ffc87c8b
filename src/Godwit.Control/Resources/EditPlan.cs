using Godwit.Control.Api;
using Godwit.Control.Secrets;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Resources;

/// <summary>Works out what an edit does to the resources that are stored, and whether it may.</summary>
internal sealed class EditPlan(
    ConfigurationAssembly assembly, SpecSecrets secrets, ResourceSet stored, ResourceEdit edit)
{
    private readonly List<ChangeItem> items = [];
    private readonly List<ResourceChange> changes = [];
    private readonly List<ConfigurationError> errors = [];
    private readonly List<EditConflict> conflicts = [];

    /// <summary>What is to be written; nothing when the edit may not be made.</summary>
    public IReadOnlyList<ResourceChange> Changes => errors.Count + conflicts.Count > 0 ? [] : changes;

    public EditOutcome Outcome => new()
    {
        Revision = stored.Revision, Items = items, Errors = errors, Conflicts = conflicts,
    };

    public EditPlan Make()
    {
        var deletes = edit.Deletes(stored).Distinct().ToList();
        foreach (var key in deletes)
            PlanDelete(key);
        foreach (var document in edit.Documents)
            PlanWrite(document);
        var replaced = edit.Documents.Select(d => new ResourceKey(d.Kind, d.Name)).Concat(deletes).ToHashSet();
        var result = assembly.Assemble(
            [.. stored.Resources.Where(r => !replaced.Contains(r.Key))
                .Select(ConfigurationAssembly.ToDocument), .. edit.Documents]);
        errors.AddRange(result.Errors);
        return this;
    }

    private void PlanDelete(ResourceKey key)
    {
        if (stored.Find(key) is not { } old)
        {
            conflicts.Add(new EditConflict(key, 0, "does not exist"));
            return;
        }

        CheckMayChange(key, old);
        changes.Add(new ResourceChange(key, null, old.ManagedBy, HistoryAction.Delete));
        items.Add(Item(key, ChangeOutcome.Deleted, old.Spec, null));
    }

    private void PlanWrite(ResourceDocument document)
    {
        var key = new ResourceKey(document.Kind, document.Name);
        var old = stored.Find(key);
        CheckMayChange(key, old);
        // What has the wrong shape is reported when the whole is put together.
        if (!ConfigurationBinder.Validate(document, []))
            return;
        var spec = secrets.Seal(document.Kind, ConfigurationBinder.CanonicalJson(document), old?.Spec, out var foreign);
        if (foreign is not null)
        {
            errors.Add(ConfigurationError.At(
                document.Spec.Nearest(foreign), document.Id, $"spec.{foreign}",
                "was not encrypted with this installation's data key"));
        }

        var managedBy = edit.ManagedBy;
        if (old is not null && old.Spec == spec && old.ManagedBy == managedBy)
        {
            items.Add(Item(key, ChangeOutcome.Unchanged, old.Spec, spec) with { Version = old.Version });
            return;
        }

        var action =
            edit.IsRollback ? HistoryAction.Rollback : old is null ? HistoryAction.Create : HistoryAction.Update;
        changes.Add(new ResourceChange(key, spec, managedBy, action));
        items.Add(Item(key, old is null ? ChangeOutcome.Created : ChangeOutcome.Changed, old?.Spec, spec));
    }

    private void CheckMayChange(ResourceKey key, StoredResource? old)
    {
        var current = old?.Version ?? 0;
        if (edit.SeenVersions.TryGetValue(key, out var seen) && seen != current)
        {
            conflicts.Add(new EditConflict(
                key, current, $"was changed meanwhile: version {seen} was given, {current} is current"));
        }

        if (old?.ManagedBy == ManagedBy.File && edit.ManagedBy != ManagedBy.File && !edit.TakeOver)
            conflicts.Add(
                new EditConflict(key, current, "is managed by file: change it in that file, or take it over"));
    }

    private static ChangeItem Item(ResourceKey key, ChangeOutcome outcome, string? before, string? after) => new()
    {
        Kind = key.Kind, Name = key.Name, Outcome = outcome, Changes = JsonDifference.Find(before, after),
    };
}
