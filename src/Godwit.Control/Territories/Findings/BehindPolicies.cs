using Godwit.Control.Publishing;

namespace Godwit.Control.Territories.Findings;

/// <summary>
/// Which policies are behind, for the status: read from the store at most once a minute, and as last known while the
/// store is away.
/// </summary>
internal sealed class BehindPolicies(FindingsReader reader, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(7);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private IReadOnlyList<string> known = [];
    private DateTimeOffset readAt = DateTimeOffset.MinValue;

    /// <summary>A sentence for each provider, territory and policy of the last seven days.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (now - readAt < KeptFor)
            return known;
        readAt = now;
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            var found = await reader.BehindAsync(now - Period, now, null, either.Token);
            known = [.. found.Select(finding => $"{finding.Says} ({finding.Count} in seven days, last "
                + $"{finding.LastSeen.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}).")];
        }
        catch (Exception e) when (StoreFailures.IsStoreAway(e) || deadline.IsCancellationRequested)
        {
            // The status is wanted most while the store is away or slow, and says so itself.
        }

        return known;
    }
}
