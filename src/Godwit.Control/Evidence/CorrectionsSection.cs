using System.Runtime.CompilerServices;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Storage;

namespace Godwit.Control.Evidence;

/// <summary>What corrected the costs that records tell: the records themselves are as they were journalled.</summary>
internal sealed class CorrectionsSection(ICorrectionStore corrections) : IEvidenceSection
{
    public string Name => "corrections";

    public string Description => "Entries that corrected what a request or a failed attempt of it cost, since its "
        + "record was written: by whom, when and why, from what to what.";

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        EvidenceScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = new RequestFilter { Organization = scope.Organization, Since = scope.From, Until = scope.To };
        await foreach (var entry in corrections.CorrectionsAsync(filter, cancellation))
            yield return JsonSerializer.SerializeToUtf8Bytes(entry, AdminJsonContext.Default.CostCorrection);
    }
}
