using System.Globalization;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Reports;

/// <summary>Goes through the records of a period, one by one; never more than a batch of them is in memory.</summary>
internal sealed class RecordScan(CostedRecords records)
{
    /// <summary>The longest period that is gone through record by record.</summary>
    public static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(93);

    /// <summary>The most records of a report: some seconds of one core.</summary>
    public const int MostRecords = 1_000_000;

    /// <summary>Why a period is too long; null when it is not.</summary>
    public static string? ErrorOf(ReportScope scope) =>
        scope.Until - scope.Since <= LongestPeriod ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"since: a report that reads each record takes at most {LongestPeriod.TotalDays} days");

    /// <summary>Hands each record of the scope over, oldest first.</summary>
    /// <returns>What is wrong, in words, when there are too many; null when all of them were read.</returns>
    public async Task<string?> ReadAsync(
        ReportScope scope, Func<RequestRecord, CancellationToken, ValueTask> take, CancellationToken cancellation)
    {
        var read = 0;
        await foreach (var record in records.ReadAsync(scope, cancellation))
        {
            if (++read > MostRecords)
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"since: the period has more than {MostRecords:N0} records; ask for less of it at a time");
            if (scope.Holds(record))
                await take(record, cancellation);
        }

        return null;
    }
}
