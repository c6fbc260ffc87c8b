using System.Runtime.CompilerServices;
using System.Text.Json;
using Godwit.Control.Storage;

namespace Godwit.Control.Evidence;

/// <summary>Who changed the policies and the organization, and when: entries of history with their hashes.</summary>
internal sealed class HistorySection(ResourceArchive archive) : IEvidenceSection
{
    public string Name => "history";

    public string Description => "Each change of a territory policy and of the organization up to the end of the "
        + "period, with the hash that follows from the entry and from the one before it.";

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        EvidenceScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var row in await archive.ReadHistoryAsync(scope.Organization, scope.To, cancellation))
            yield return JsonSerializer.SerializeToUtf8Bytes(row, EvidenceJsonContext.Default.HistoryRow);
    }
}
