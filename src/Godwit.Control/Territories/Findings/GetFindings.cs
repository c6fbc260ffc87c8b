using Godwit.Control.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Territories.Findings;

/// <summary>Lists contradictions about where callers are, found in records.</summary>
internal static class GetFindings
{
    private static readonly TimeSpan UsualPeriod = TimeSpan.FromDays(30);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/territory/findings", HandleAsync)
        .WithName("getTerritoryFindings")
        .WithSummary("Lists contradictions about where callers are, found in the records of a period.")
        .Produces<FindingsReport>().ProducesProblem(400);

    private static async Task<IResult> HandleAsync(
        [AsParameters] FindingsQuery parameters, FindingsReader reader, TimeProvider time,
        CancellationToken cancellation)
    {
        var query = new QueryText();
        var until = query.Instant("until", parameters.Until) ?? time.GetUtcNow();
        var since = query.Instant("since", parameters.Since) ?? until - UsualPeriod;
        var thresholds = parameters.ToThresholds(query);
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        if (since >= until)
            return Problems.BadRequest("since: an instant before until is expected");
        var report = await reader.ReadAsync(since, until, parameters.Organization, thresholds, cancellation);
        return TypedResults.Json(report, AdminJsonContext.Default.FindingsReport);
    }
}
