using System.Runtime.CompilerServices;
using System.Text.Json;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Evidence;

/// <summary>The policies and the organization as they were at each revision that decided a request.</summary>
internal sealed class ConfigurationSection(ResourceArchive archive) : IEvidenceSection
{
    public string Name => "configuration";

    public string Description => "Each version of a territory policy, and of the organization, that requests were "
        + "decided under, with the first revision that has it.";

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        EvidenceScope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var told = new HashSet<(ResourceKey, long)>();
        foreach (var revision in scope.Revisions)
        {
            if (await archive.FindAsync(revision, cancellation) is not { } publication)
                continue;
            var set = await archive.ReadAsync(publication, cancellation);
            foreach (var one in set.Resources)
            {
                if (IsConcerned(one, scope) && told.Add((one.Key, one.Version)))
                {
                    yield return JsonSerializer.SerializeToUtf8Bytes(
                        new ConfigurationItem(revision, one.Kind.ToString(), one.Name, one.Version, one.Spec),
                        EvidenceJsonContext.Default.ConfigurationItem);
                }
            }
        }
    }

    private static bool IsConcerned(StoredResource one, EvidenceScope scope) =>
        one.Kind == ResourceKind.TerritoryPolicy
        || (one.Kind == ResourceKind.Organization && one.Name == scope.Organization);
}

/// <summary>A version of a resource that was in force.</summary>
/// <param name="Revision">The first revision, of those that decided a request, that has it.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Spec">The spec's JSON, as history hashed it.</param>
internal sealed record ConfigurationItem(long Revision, string Kind, string Name, long Version, string Spec);
