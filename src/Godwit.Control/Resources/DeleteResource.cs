using Godwit.Control.Api;
using Godwit.Control.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Resources;

/// <summary>Deletes a resource, unless another refers to it.</summary>
internal static class DeleteResource
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/resources/{kind}/{**name}", HandleAsync)
        .WithName("deleteResource").WithSummary("Deletes a resource, unless another refers to it.")
        .Produces<ChangeReport>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        HttpContext context, string kind, string name, string? dry_run, ResourceStore store, ResourceEditor editor)
    {
        var query = new QueryText();
        var (only, dryRun) = (query.Kind(kind), query.Flag("dry_run", dry_run));
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        var key = new ResourceKey(only!.Value, name);
        var (seen, problem) = SeenVersion.Read(context, [key]);
        if (problem is not null)
            return problem;
        if ((await store.ReadAsync(context.RequestAborted)).Find(key) is null)
            return Problems.NotFound(key.ToString());
        var outcome = await editor.ExecuteAsync(
            new ResourceEdit
            {
                Deletes = _ => [key],
                SeenVersions = seen,
                ManagedBy = ManagedBy.Api,
                Actor = context.User.Identity?.Name ?? "admin",
                DryRun = dryRun,
            },
            context.RequestAborted);
        return ResourceViews.Answer(outcome, dryRun);
    }
}
