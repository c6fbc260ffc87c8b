using Godwit.Control.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Files;

/// <summary>Shows where the store differs from the configuration files of this node.</summary>
internal static class ShowDrift
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/drift", HandleAsync)
        .WithName("showDrift").WithSummary("Shows where the store differs from this node's configuration files.")
        .Produces<DriftReport>().ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        FileSync files, ControlOptions options, CancellationToken cancellation)
    {
        var outcome = await files.CompareAsync(cancellation);
        if (outcome.Errors.Count > 0)
            return Problems.Invalid(outcome.Errors);
        return TypedResults.Json(
            new DriftReport
            {
                Paths = options.ConfigPaths,
                Items = [.. outcome.Items.Where(i => i.Outcome != ChangeOutcome.Unchanged)],
            },
            AdminJsonContext.Default.DriftReport);
    }
}
