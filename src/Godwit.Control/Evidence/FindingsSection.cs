using System.Runtime.CompilerServices;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Territories.Findings;

namespace Godwit.Control.Evidence;

/// <summary>The contradictions about the organization's callers, by the thresholds that are usual.</summary>
internal sealed class FindingsSection(FindingsReader findings) : IEvidenceSection
{
    public string Name => "findings";

    public string Description => "Contradictions about where the organization's callers are, found in its records.";

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        EvidenceScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var report = await findings.ReadAsync(
            scope.From, scope.To, scope.Organization, new FindingThresholds(), cancellation);
        foreach (var finding in report.Findings)
            yield return JsonSerializer.SerializeToUtf8Bytes(finding, AdminJsonContext.Default.Finding);
    }
}
