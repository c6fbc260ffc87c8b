using Godwit.Control.Api;
using Godwit.Control.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Resources;

/// <summary>Creates and updates resources: all that are sent, or none.</summary>
internal static class ApplyResources
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/apply", HandleAsync)
        .WithName("applyResources").WithSummary("Creates and updates resources: all that are sent, or none.")
        .Accepts<string>(ResourceBody.MediaTypes[0], ResourceBody.MediaTypes[1..])
        .Produces<ChangeReport>().ProducesProblem(409).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        HttpContext context, string? dry_run, string? take_over, string? file, ResourceEditor editor)
    {
        var query = new QueryText();
        var (dryRun, takeOver) = (query.Flag("dry_run", dry_run), query.Flag("take_over", take_over));
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        var (documents, problem) = await ResourceBody.ReadAsync(context);
        if (problem is not null)
            return problem;
        var (seen, badMatch) = SeenVersion.Read(context, [.. documents.Select(d => new ResourceKey(d.Kind, d.Name))]);
        if (badMatch is not null)
            return badMatch;
        var outcome = await editor.ExecuteAsync(
            new ResourceEdit
            {
                Documents = documents,
                SeenVersions = seen,
                ManagedBy = ManagedBy.Api,
                Actor = context.User.Identity?.Name ?? "admin",
                DryRun = dryRun,
                TakeOver = takeOver,
            },
            context.RequestAborted);
        return ResourceViews.Answer(outcome, dryRun);
    }
}
