using System.Collections.Concurrent;
using Godwit.Policy.Limits;

namespace Godwit.Gateway.Counters;

/// <summary>The meters of all accounts that anything was counted in since the node started.</summary>
internal sealed class MeterTable(ICeilings ceilings, CounterBook book)
{
    private static readonly TimeSpan LongKept = TimeSpan.FromDays(400);

    private readonly ConcurrentDictionary<(string Label, string Scope), Entry> entries = new();

    /// <summary>The meter of a limit for a scope.</summary>
    public Meter Of(LimitRules limit, string scope)
    {
        if (entries.TryGetValue((limit.Label, scope), out var known) && known.WindowTicks == limit.WindowTicks
            && !known.Meter.Retired)
            return known.Meter;
        var kept = limit.WindowTicks > 0 ? TimeSpan.FromTicks(2 * limit.WindowTicks) : LongKept;
        var made = Make(
            AccountOf(limit.Label, scope), new AccountShape(limit.Buckets, kept, limit.IsOfMoment), limit.WindowTicks,
            limit.BucketOf, limit.ForgottenAt, limit.BucketAt);

        // A limit whose window was changed begins anew: its buckets have other lengths.
        return entries.AddOrUpdate(
            (limit.Label, scope), made,
            (_, other) => other.WindowTicks == limit.WindowTicks && !other.Meter.Retired ? other : made).Meter;
    }

    /// <summary>The meter of a grant, by its account.</summary>
    public Meter OfGrant(string account) => entries.TryGetValue((account, ""), out var known)
        ? known.Meter
        : entries.GetOrAdd((account, ""), Make(
            account, new AccountShape(1, LongKept, Vanishes: false), 0, now => now, _ => long.MaxValue,
            period => period)).Meter;

    /// <summary>Gives back, tells again and forgets, in each meter.</summary>
    /// <param name="nowTicks">The instant, UTC ticks.</param>
    /// <param name="again">The server of the ceilings forgot everything.</param>
    /// <param name="cancellation">Stops.</param>
    public async ValueTask TidyAsync(long nowTicks, bool again, CancellationToken cancellation)
    {
        foreach (var (key, entry) in entries)
        {
            await entry.Meter.TidyAsync(
                entry.BucketOf(nowTicks), again, bucket => entry.ForgottenAt(bucket) <= nowTicks, cancellation);
            if ((entry.WindowTicks > 0 || entry.Meter.Shape.Vanishes) && entry.Meter.TryRetire())
                entries.TryRemove(KeyValuePair.Create(key, entry));
        }
    }

    private static string AccountOf(string label, string scope) => scope.Length == 0 ? label : $"{label}|{scope}";

    private Entry Make(
        string account, AccountShape shape, long windowTicks, Func<long, long> bucketOf, Func<long, long> forgottenAt,
        Func<long, long> bucketAt)
    {
        var meter = new Meter(account, shape, ceilings);
        foreach (var (period, spent) in book.Of(account))
            meter.Restore(bucketAt(period), spent);
        return new Entry(meter, windowTicks, bucketOf, forgottenAt);
    }

    private sealed record Entry(
        Meter Meter, long WindowTicks, Func<long, long> BucketOf, Func<long, long> ForgottenAt);
}
