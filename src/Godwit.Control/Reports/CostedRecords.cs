using System.Runtime.CompilerServices;
using System.Text.Json;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Reports;

/// <summary>Reads records, oldest first, with what their requests cost; a step of them at a time is in memory.</summary>
internal sealed class CostedRecords(IRecordReader records)
{
    /// <summary>What the store chooses by the scope; its other conditions are for <see cref="ReportScope.Holds"/>.</summary>
    public async IAsyncEnumerable<RequestRecord> ReadAsync(
        ReportScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var json in records.ReadAsync(scope.Filter, cancellation))
            yield return JsonSerializer.Deserialize(json, RecordJsonContext.Default.RequestRecord)!;
    }
}
