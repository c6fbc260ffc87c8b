using System.Runtime.CompilerServices;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Notices.Api;
using Godwit.Control.Notices.Outbox;

namespace Godwit.Control.Evidence;

/// <summary>What the organization was told of policies, word for word, and what became of each message.</summary>
internal sealed class NoticesSection(NoticeOutbox outbox) : IEvidenceSection
{
    public string Name => "notices";

    public string Description => "Messages about policies that were due to the organization in the period: their "
        + "words, to whom, and whether they were sent.";

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        EvidenceScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var row in await outbox.OfOrganizationAsync(scope.Organization, scope.From, scope.To, cancellation))
            yield return JsonSerializer.SerializeToUtf8Bytes(
                NoticeViews.Whole(row), AdminJsonContext.Default.NoticeMessage);
    }
}
