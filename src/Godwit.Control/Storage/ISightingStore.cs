using Godwit.Policy.Contracts;

namespace Godwit.Control.Storage;

/// <summary>Reads records one by one where sums do not say enough: where keys were used, and who was refused.</summary>
internal interface ISightingStore
{
    /// <summary>Shows every located request of the named keys, in order of time.</summary>
    /// <param name="since">Inclusive.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="apiKeys">Names of the keys.</param>
    /// <param name="see">Takes one request.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task SightingsAsync(
        DateTimeOffset since, DateTimeOffset until, IReadOnlyCollection<string> apiKeys, Action<KeySighting> see,
        CancellationToken cancellation);

    /// <summary>Records in which a provider itself refused the region, newest first.</summary>
    Task<IReadOnlyList<RequestRecord>> RegionRefusalsAsync(
        DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellation);
}
