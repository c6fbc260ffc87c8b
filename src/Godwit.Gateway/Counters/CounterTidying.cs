using Godwit.Policy.Contracts;
using Godwit.Policy.Limits;
using Microsoft.Extensions.Hosting;

namespace Godwit.Gateway.Counters;

/// <summary>
/// Gives back, some times a second, what this node was given of limits and does not need, and forgets what is over.
/// </summary>
internal sealed class CounterTidying(
    MeterTable meters, ICeilings ceilings, CounterBook book, SnapshotHolder snapshots, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var generation = ceilings.Generation;
        var reopened = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            reopened = reopened || Reopen();
            var known = ceilings.Generation;
            await meters.TidyAsync(time.GetUtcNow().UtcTicks, again: known != generation, stoppingToken);
            generation = known;
        }
    }

    /// <summary>What was spent before the start is told to the other nodes, even if nobody asks here again.</summary>
    private bool Reopen()
    {
        if (snapshots.Current is not { } snapshot)
            return false;
        foreach (var account in book.Accounts)
        {
            var bar = account.IndexOf('|', StringComparison.Ordinal);
            var (of, scope) = bar < 0 ? (account, "") : (account[..bar], account[(bar + 1)..]);
            if (snapshot.Limits.GetValueOrDefault(LimitAccount.LimitOf(of).ToString()) is { } limit
                && limit.Account == of)
                meters.Of(limit, scope);
            else if (snapshot.Grants.Any(grant => grant.Account == account))
                meters.OfGrant(account);
        }

        return true;
    }
}
