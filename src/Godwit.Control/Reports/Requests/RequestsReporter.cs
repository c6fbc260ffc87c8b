using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Control.Storage.Traffic;

namespace Godwit.Control.Reports.Requests;

/// <summary>
/// Makes reports of requests: from the hourly sums where they can answer, together with the records of the hours that
/// the period cuts; else from every record.
/// </summary>
internal sealed class RequestsReporter(IRequestStore store, ITrafficReader traffic, RecordScan records)
{
    private static readonly TimeSpan Step = TimeSpan.FromDays(1);

    /// <summary>The report, or what is wrong, in words.</summary>
    public async Task<(RequestsReport? Report, string? Error)> ReportAsync(
        ReportQuestion question, ReportScope scope, CancellationToken cancellation)
    {
        var (groups, source, error) = (new ReportGroups(question), ReportSource.Records, (string?)null);
        if (!question.HoursSuffice(scope)
            || await FromHoursAsync(groups, question, scope, cancellation) is not { } from)
        {
            groups = new ReportGroups(question);
            error = RecordScan.ErrorOf(scope) ?? await FromRecordsAsync(groups, scope, cancellation);
        }
        else
        {
            (source, error) = from;
        }

        error ??= groups.TooMany ? $"by: more than {ReportGroups.MostRows} rows; export the records instead" : null;
        return error is null ? (groups.Report(scope, source), null) : (null, error);
    }

    private Task<string?> FromRecordsAsync(ReportGroups groups, ReportScope scope, CancellationToken cancellation) =>
        records.ReadAsync(
            scope,
            (record, _) =>
            {
                groups.Add(record);
                return ValueTask.CompletedTask;
            },
            cancellation);

    /// <summary>Null where the hourly sums cannot be told apart as asked.</summary>
    private async Task<(ReportSource Source, string? Error)?> FromHoursAsync(
        ReportGroups groups, ReportQuestion question, ReportScope scope, CancellationToken cancellation)
    {
        var since = Instants.HourOf(scope.Since);
        if (since < scope.Since)
            since += TimeSpan.FromHours(1);
        // What lies beyond now cannot be recorded: the hour of now is whole.
        var until = scope.Open ? Instants.HourOf(scope.Until).AddHours(1) : Instants.HourOf(scope.Until);
        if (since >= until)
            return null;
        if (!await AddHoursAsync(groups, question, scope, since, until, cancellation))
            return null;
        var edges = new[] { scope with { Until = since, Open = false }, scope with { Since = until } }
            .Where(edge => edge.Since < edge.Until).ToList();
        foreach (var edge in edges)
        {
            if (await FromRecordsAsync(groups, edge, cancellation) is { } error)
                return (ReportSource.HoursAndRecords, error);
        }

        return (edges.Count == 0 ? ReportSource.Hours : ReportSource.HoursAndRecords, null);
    }

    private async Task<bool> AddHoursAsync(
        ReportGroups groups, ReportQuestion question, ReportScope scope, DateTimeOffset since, DateTimeOffset until,
        CancellationToken cancellation)
    {
        // Without a calendar the period is one; with one a day's rows at a time are in memory.
        if (question.Spans.Count == 0)
            return Add(groups, scope, await traffic.TotalAsync(since, until, cancellation));
        for (var from = since; from < until; from += Step)
        {
            var to = from + Step < until ? from + Step : until;
            if (!Add(groups, scope, await store.TrafficAsync(from, to, cancellation)))
                return false;
        }

        return true;
    }

    private static bool Add(ReportGroups groups, ReportScope scope, IReadOnlyList<TrafficRow> rows) =>
        rows.Where(row => scope.Conditions.All(c => c.Dimension.OfHour!(row) == c.Value)).All(groups.Add);
}
