using System.Runtime.CompilerServices;
using System.Text.Json;
using Godwit.Control.Storage;

namespace Godwit.Control.Evidence;

/// <summary>The address data that requests were located with: each source's checksum and date.</summary>
internal sealed class DatasetsSection(DatasetStore datasets) : IEvidenceSection
{
    public string Name => "datasets";

    public string Description => "Each set of address data that requests were located with: sources, checksums and "
        + "dates.";

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        EvidenceScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var fingerprint in scope.Datasets)
        {
            if (await datasets.FindAsync(fingerprint, cancellation) is { } found)
                yield return JsonSerializer.SerializeToUtf8Bytes(found, EvidenceJsonContext.Default.StoredDataset);
        }
    }
}
