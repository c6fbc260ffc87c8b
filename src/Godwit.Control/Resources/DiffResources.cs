using Godwit.Control.Api;
using Godwit.Control.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Resources;

/// <summary>Says what applying documents would change, key by key, and changes nothing.</summary>
internal static class DiffResources
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/diff", HandleAsync)
        .WithName("diffResources").WithSummary("Says what applying documents would change, key by key.")
        .Accepts<string>(ResourceBody.MediaTypes[0], ResourceBody.MediaTypes[1..])
        .Produces<ChangeReport>().ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        HttpContext context, string? complete, string? file, ResourceEditor editor)
    {
        var query = new QueryText();
        var isComplete = query.Flag("complete", complete);
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        var (documents, problem) = await ResourceBody.ReadAsync(context);
        if (problem is not null)
            return problem;
        var kept = documents.Select(d => new ResourceKey(d.Kind, d.Name)).ToHashSet();
        var outcome = await editor.ExecuteAsync(
            new ResourceEdit
            {
                Documents = documents,
                // With complete, what is stored and not sent would go.
                Deletes = stored => isComplete ? stored.Resources.Select(r => r.Key).Where(k => !kept.Contains(k)) : [],
                ManagedBy = ManagedBy.Api,
                Actor = "diff",
                DryRun = true,
                TakeOver = true,
            },
            context.RequestAborted);
        return ResourceViews.Answer(outcome, dryRun: true);
    }
}
