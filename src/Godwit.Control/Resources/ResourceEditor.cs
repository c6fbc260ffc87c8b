using Godwit.Control.Publishing;
using Godwit.Control.Secrets;
using Godwit.Control.Storage;

namespace Godwit.Control.Resources;

/// <summary>Makes edits: plans and writes under the store's lock, then publishes before it returns.</summary>
internal sealed class ResourceEditor(
    ResourceStore store, ConfigurationAssembly assembly, SpecSecrets secrets, SnapshotPublisher publisher)
{
    public async Task<EditOutcome> ExecuteAsync(ResourceEdit edit, CancellationToken cancellation)
    {
        if (edit.DryRun)
            return new EditPlan(assembly, secrets, await store.ReadAsync(cancellation), edit).Make().Outcome;
        EditPlan? plan = null;
        var result = await store.ChangeAsync(
            set => (plan = new EditPlan(assembly, secrets, set, edit).Make()).Changes, edit.Actor, cancellation);
        var outcome = plan!.Outcome;
        if (!outcome.Succeeded)
            return outcome;
        if (result.Versions.Count > 0)
            await publisher.PublishAsync(cancellation);
        return outcome with
        {
            Revision = result.Revision,
            Items =
            [
                .. outcome.Items.Select(
                    i => result.Versions.TryGetValue(new ResourceKey(i.Kind, i.Name), out var version)
                    ? i with { Version = version }
                    : i),
            ],
        };
    }
}
