using Godwit.Control.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Reports.Requests;

/// <summary>Reports requests, tokens, cost and times by anything that records hold.</summary>
internal static class GetRequestsReport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/reports/requests", HandleAsync)
        .WithName("reportRequests")
        .WithSummary("Reports requests, tokens, cost and times by anything that records hold.")
        .Produces<RequestsReport>().ProducesProblem(400);

    private static async Task<IResult> HandleAsync(
        string? by, string? measures, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "time_zone")] string? timeZone,
        [AsParameters] ReportQuery parameters, RequestsReporter reporter, TimeProvider time,
        CancellationToken cancellation)
    {
        var (question, wrong, accepted) = ReportQuestion.Read(by, measures, timeZone);
        return wrong is not null
            ? Problems.BadRequest(wrong, accepted)
            : await ReportAnswer.OfAsync(
                parameters, time.GetUtcNow(), scope => reporter.ReportAsync(question!, scope, cancellation),
                AdminJsonContext.Default.RequestsReport);
    }
}
