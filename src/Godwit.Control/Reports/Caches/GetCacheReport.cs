using Godwit.Control.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Reports.Caches;

/// <summary>Reports what providers' caches saved.</summary>
internal static class GetCacheReport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/reports/caches", HandleAsync)
        .WithName("reportCaches")
        .WithSummary("Reports what providers' caches saved, less what writing to them cost more, by model.")
        .Produces<CacheReport>().ProducesProblem(400);

    private static async Task<IResult> HandleAsync(
        [AsParameters] ReportQuery parameters, CacheReporter reporter, TimeProvider time,
        CancellationToken cancellation)
    {
        var query = new QueryText();
        var scope = parameters.ToScope(query, time.GetUtcNow());
        if ((query.Error ?? scope.Error) is { } error)
            return Problems.BadRequest(error);
        var (report, failed) = await reporter.ReportAsync(scope, cancellation);
        return report is null
            ? Problems.BadRequest(failed!)
            : TypedResults.Json(report, AdminJsonContext.Default.CacheReport);
    }
}
