using System.Text.Json.Serialization.Metadata;
using Godwit.Control.Api;
using Microsoft.AspNetCore.Http;

namespace Godwit.Control.Reports;

/// <summary>Answers with a report, or with what is wrong about the question.</summary>
internal static class ReportAnswer
{
    /// <summary>Makes the report of what a query means.</summary>
    /// <param name="parameters">The query.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="reportAsync">Makes the report, or says why there is none.</param>
    /// <param name="type">How it is written.</param>
    public static async Task<IResult> OfAsync<TReport>(
        ReportQuery parameters, DateTimeOffset now, Func<ReportScope, Task<(TReport?, string?)>> reportAsync,
        JsonTypeInfo<TReport> type)
        where TReport : class
    {
        var query = new QueryText();
        var scope = parameters.ToScope(query, now);
        if ((query.Error ?? scope.Error) is { } error)
            return Problems.BadRequest(error);
        var (report, failed) = await reportAsync(scope);
        return report is null ? Problems.BadRequest(failed!) : TypedResults.Json(report, type);
    }
}
