using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Evidence;

/// <summary>The records of an organization's requests, in the bytes they are stored in.</summary>
internal sealed class RecordsSection(IRecordReader records) : IEvidenceSection
{
    public string Name => "records";

    public string Description => "One line per request: who, from where, on what evidence, what was decided and why.";

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        EvidenceScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = new RequestFilter { Organization = scope.Organization, Since = scope.From, Until = scope.To };
        await foreach (var json in records.ReadAsync(filter, cancellation))
        {
            Note(scope, JsonSerializer.Deserialize(json, RecordJsonContext.Default.RequestRecord)!);
            yield return Encoding.UTF8.GetBytes(json);
        }
    }

    private static void Note(EvidenceScope scope, RequestRecord record)
    {
        scope.Revisions.Add(record.SnapshotRevision);
        if (record.Dataset is { } dataset)
            scope.Datasets.Add(dataset);
        var outcome = string.Join(
            '\t', JsonNamingPolicy.SnakeCaseLower.ConvertName(record.Decision.ToString()), record.Reason,
            record.Policy, record.Territory ?? "unknown");
        scope.Outcomes[outcome] = scope.Outcomes.GetValueOrDefault(outcome) + 1;
    }
}
