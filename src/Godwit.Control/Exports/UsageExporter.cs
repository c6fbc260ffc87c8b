using System.Runtime.CompilerServices;
using Godwit.Control.Exports.Focus;
using Godwit.Control.Publishing;
using Godwit.Control.Reports;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Exports;

/// <summary>Exports records, or the charges they come to, from the store in steps to a stream.</summary>
internal sealed class UsageExporter(CostedRecords records, SnapshotHolder holder, SnapshotArchive archive)
{
    public Task WriteRecordsAsync(
        ReportScope scope, ExportFormat format, Stream output, CancellationToken cancellation) =>
        ExportWriter.WriteAsync(RecordTable.Table, ReadAsync(scope, cancellation), format, output, cancellation);

    /// <summary>Writes charges in FOCUS's columns.</summary>
    /// <param name="scope">Whose charges.</param>
    /// <param name="period">An hour or a day.</param>
    /// <param name="format">The file format.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task WriteChargesAsync(
        ReportScope scope, TimeSpan period, ExportFormat format, Stream output, CancellationToken cancellation)
    {
        var charges = new FocusCharges(new RecordPrices(holder, archive), period);
        return ExportWriter.WriteAsync(
            FocusTable.Table, charges.OfAsync(ReadAsync(scope, cancellation), cancellation), format, output,
            cancellation);
    }

    private async IAsyncEnumerable<RequestRecord> ReadAsync(
        ReportScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var record in records.ReadAsync(scope, cancellation))
        {
            if (scope.Holds(record))
                yield return record;
        }
    }
}
