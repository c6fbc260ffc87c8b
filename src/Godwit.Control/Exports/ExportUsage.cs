using Godwit.Control.Api;
using Godwit.Control.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Exports;

/// <summary>Exports a period's requests, or their cost in FOCUS's columns, as CSV or Parquet.</summary>
internal static class ExportUsage
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/usage/export", HandleAsync)
        .WithName("exportUsage")
        .WithSummary("Writes a period's requests, or their cost in the columns of FOCUS 1.2, as CSV or Parquet.")
        .Produces(200, contentType: "text/csv").ProducesProblem(400);

    private static async Task<IResult> HandleAsync(
        HttpContext context, string? format, string? focus, string? granularity,
        [AsParameters] ReportQuery parameters, UsageExporter exporter, TimeProvider time)
    {
        var query = new QueryText();
        var scope = parameters.ToScope(query, time.GetUtcNow());
        var charges = query.Flag("focus", focus);
        if (format is not (null or "csv" or "parquet"))
            return Problems.BadRequest($"format: '{format}' is not known", "csv", "parquet");
        if (granularity is not (null or "hour" or "day"))
            return Problems.BadRequest($"granularity: '{granularity}' is not known", "hour", "day");
        if ((query.Error ?? scope.Error) is { } error)
            return Problems.BadRequest(error);
        // Writers of columns write without waiting; nothing else on this listener is in a hurry.
        if (context.Features.Get<IHttpBodyControlFeature>() is { } control)
            control.AllowSynchronousIO = true;
        var (kind, type) = format == "parquet"
            ? (ExportFormat.Parquet, "application/vnd.apache.parquet")
            : (ExportFormat.Csv, "text/csv; charset=utf-8");
        context.Response.ContentType = type;
        context.Response.Headers.ContentDisposition =
            $"attachment; filename=\"{(charges ? "charges" : "requests")}.{format ?? "csv"}\"";
        var (output, cancellation) = (context.Response.Body, context.RequestAborted);
        await (charges
            ? exporter.WriteChargesAsync(
                scope, granularity == "day" ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1), kind, output, cancellation)
            : exporter.WriteRecordsAsync(scope, kind, output, cancellation));
        return Results.Empty;
    }
}
