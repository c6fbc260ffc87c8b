using Godwit.Control.Api;
using Godwit.Control.Resources.Reading;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Resources;

/// <summary>
/// Goes back: one resource to an earlier version, or all to what they were after an entry of history.
/// </summary>
internal static class RollbackResource
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/rollback", HandleAsync)
        .WithName("rollbackResources").WithSummary("Goes back to an earlier version, or to an entry of history.")
        .Accepts<RollbackRequest>("application/json")
        .Produces<ChangeReport>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(HttpContext context, ResourceStore store, ResourceEditor editor)
    {
        var (request, problem) = await RequestBody.ReadJsonAsync(context, AdminJsonContext.Default.RollbackRequest);
        if (problem is not null)
            return problem;
        if (request!.Seq is null == (request.Kind is null || request.Name is null))
            return Problems.BadRequest("Either seq, or kind and name, are expected");
        var rows = await store.ReadHistoryAsync(
            request.Seq is null ? request.Kind : null, request.Seq is null ? request.Name : null, null, int.MaxValue,
            context.RequestAborted);
        var wanted = request.Seq is { } seq ? AfterEntry(rows, seq) : AtVersion(rows, request.Version);
        if (wanted is null)
            return Problems.NotFound(request.Seq is { } missing ? $"Entry {missing}"
                : $"That version of {request.Kind}/{request.Name}");
        var outcome = await editor.ExecuteAsync(
            Edit(wanted) with { Actor = context.User.Identity?.Name ?? "admin", DryRun = request.DryRun },
            context.RequestAborted);
        return ResourceViews.Answer(outcome, request.DryRun);
    }

    /// <summary>
    /// For each resource that changed since: the spec it had then, null for none. Keys stay as they are.
    /// </summary>
    private static Dictionary<ResourceKey, string?>? AfterEntry(IReadOnlyList<HistoryRow> newestFirst, long seq)
    {
        if (newestFirst.Count == 0 || seq < 1 || seq > newestFirst[0].Seq)
            return null;
        var wanted = new Dictionary<ResourceKey, string?>();
        // The oldest change after the entry has the state at the entry as its "before".
        // A key that was revoked since must not come back to life because a route was wrong.
        foreach (var row in newestFirst.TakeWhile(r => r.Seq > seq).Where(r => r.Kind != nameof(ResourceKind.ApiKey)))
            wanted[Key(row)] = row.Before;
        return wanted;
    }

    private static Dictionary<ResourceKey, string?>? AtVersion(IReadOnlyList<HistoryRow> newestFirst, long? version)
    {
        var row = version is null
            ? newestFirst.Skip(1).FirstOrDefault()
            : newestFirst.FirstOrDefault(r => r.Version == version);
        return row is null ? null : new Dictionary<ResourceKey, string?> { [Key(row)] = row.After };
    }

    private static ResourceEdit Edit(Dictionary<ResourceKey, string?> wanted) => new()
    {
        Documents =
        [
            .. wanted.Where(w => w.Value is not null)
                .Select(w => ResourceReader.FromStore(w.Key.Kind, w.Key.Name, 0, w.Value!, [])!),
        ],
        Deletes = stored => wanted.Where(w => w.Value is null && stored.Find(w.Key) is not null).Select(w => w.Key),
        ManagedBy = ManagedBy.Api,
        Actor = "admin",
        IsRollback = true,
    };

    private static ResourceKey Key(HistoryRow row) => new(Enum.Parse<ResourceKind>(row.Kind), row.Name);
}
