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

    private static Task<IResult> HandleAsync(
        [AsParameters] ReportQuery parameters, FallbackReporter reporter, TimeProvider time,
        CancellationToken cancellation) => ReportAnswer.OfAsync(
        parameters, time.GetUtcNow(), scope => reporter.ReportAsync(scope, cancellation),
        AdminJsonContext.Default.FallbackReport);
}
