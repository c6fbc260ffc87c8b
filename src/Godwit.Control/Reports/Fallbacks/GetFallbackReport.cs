using Godwit.Control.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Reports.Fallbacks;

/// <summary>Reports failed attempts and the price of being rerouted.</summary>
internal static class GetFallbackReport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/reports/fallbacks", HandleAsync)
        .WithName("reportFallbacks")
        .WithSummary("Reports what failed attempts cost, and answers of another target than the route's first one.")
        .Produces<FallbackReport>().ProducesProblem(400);

    private static async Task<IResult> HandleAsync(
        [AsParameters] ReportQuery parameters, FallbackReporter reporter, TimeProvider time,
        CancellationToken cancellation)
    {
        var query = new QueryText();
        var scope = parameters.ToScope(query, time.GetUtcNow());
        if ((query.Error ?? scope.Error) is { } error)
            return Problems.BadRequest(error);
        var (report, failed) = await reporter.ReportAsync(scope, cancellation);
        return report is null
            ? Problems.BadRequest(failed!)
            : TypedResults.Json(report, AdminJsonContext.Default.FallbackReport);
    }
}
