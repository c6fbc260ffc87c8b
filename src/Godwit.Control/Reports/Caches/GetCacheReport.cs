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

    private static Task<IResult> HandleAsync(
        [AsParameters] ReportQuery parameters, CacheReporter reporter, TimeProvider time,
        CancellationToken cancellation) => ReportAnswer.OfAsync(
        parameters, time.GetUtcNow(), scope => reporter.ReportAsync(scope, cancellation),
        AdminJsonContext.Default.CacheReport);
}
