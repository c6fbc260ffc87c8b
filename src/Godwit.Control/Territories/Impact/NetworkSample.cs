using Godwit.Control.Storage;

namespace Godwit.Control.Territories.Impact;

/// <summary>
/// Adds the networks that callers were seen in: sums of traffic do not hold them, so some of the records are read,
/// found by organization and instant.
/// </summary>
internal sealed class NetworkSample(IRequestStore requests)
{
    private const int MostOrganizations = 50;
    private const int MostNetworks = 5;

    // Instants are stored by the microsecond.
    private static readonly TimeSpan Resolution = TimeSpan.FromMicroseconds(1);

    public async Task<IReadOnlyList<ImpactedOrganization>> AddAsync(
        IReadOnlyList<ImpactedOrganization> organizations, Func<string, IEnumerable<DateTimeOffset>> seen,
        CancellationToken cancellation)
    {
        var result = new List<ImpactedOrganization>(organizations.Count);
        foreach (var one in organizations)
        {
            result.Add(result.Count >= MostOrganizations ? one : one with
            {
                Networks = await FindAsync(one.Organization, seen(one.Organization), cancellation),
            });
        }

        return result;
    }

    private async Task<IReadOnlyList<string>> FindAsync(
        string organization, IEnumerable<DateTimeOffset> instants, CancellationToken cancellation)
    {
        var networks = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var instant in instants)
        {
            var filter = new RequestFilter
            {
                Organization = organization, Since = instant, Until = instant + Resolution,
            };
            foreach (var record in await requests.ListAsync(filter, 1, cancellation))
            {
                if (record.ClientNetwork is { } network)
                    networks.Add(network);
            }

            if (networks.Count >= MostNetworks)
                break;
        }

        return [.. networks];
    }
}
