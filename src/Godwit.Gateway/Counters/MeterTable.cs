using System.Collections.Concurrent;
using Godwit.Policy.Limits;

namespace Godwit.Gateway.Counters;

/// <summary>The meters of all accounts that anything was counted in since the node started.</summary>
internal sealed class MeterTable(ICeilings ceilings, CounterBook book)
{
    private static readonly TimeSpan LongKept = TimeSpan.FromDays(400);

    private readonly ConcurrentDictionary<(string Account, string Scope), Entry> entries = new();

    /// <summary>The meter of a limit for a scope.</summary>
    public Meter Of(LimitRules limit, string scope)
    {
        if (entries.TryGetValue((limit.Account, scope), out var known) && known.IsOf(limit))
            return known.MeterOf(limit);
        var kept = limit.WindowTicks > 0 ? TimeSpan.FromTicks(2 * limit.WindowTicks) : LongKept;
        var made = new Entry(
            Make(NameOf(limit.Account, scope), new(limit.Buckets, kept, limit.IsOfMoment), limit), limit);

        // A limit whose window was changed begins anew: its buckets have other lengths.
        return entries.AddOrUpdate(
            (limit.Account, scope), made, (_, other) => other.IsOf(limit) ? other : made).MeterOf(limit);
    }

    /// <summary>The meter of a grant, by its account.</summary>
    public Meter OfGrant(string account) => entries.TryGetValue((account, ""), out var known)
        ? known.Meter
        : entries.GetOrAdd((account, ""), new Entry(
            Make(account, new AccountShape(1, LongKept, Vanishes: false), null), null)).Meter;

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
            if (entry.MayRetire && entry.Meter.TryRetire())
                entries.TryRemove(KeyValuePair.Create(key, entry));
        }
    }

    private static string NameOf(string account, string scope) => scope.Length == 0 ? account : $"{account}|{scope}";

    private Meter Make(string account, in AccountShape shape, LimitRules? limit)
    {
        var ceiling = ceilings.Open(account, shape);
        if (limit is { WindowTicks: > 0 })
            ceiling = new ClaimedCeiling(ceiling, account, limit, book);
        var meter = new Meter(account, shape, ceiling);
        foreach (var (period, spent) in book.Of(account))
            meter.Restore(limit?.BucketAt(period) ?? period, spent);
        return meter;
    }

    /// <summary>A meter, and the limit whose calendar or window its buckets are of; null for a grant.</summary>
    private sealed class Entry(Meter meter, LimitRules? limit)
    {
        private LimitRules? rules = limit;

        public Meter Meter => meter;

        public bool MayRetire => rules is { WindowTicks: > 0 } || meter.Shape.Vanishes;

        public bool IsOf(LimitRules other) => rules?.WindowTicks == other.WindowTicks && !meter.Retired;

        /// <summary>The meter; the limit may have another calendar now, and buckets are kept by the newest.</summary>
        public Meter MeterOf(LimitRules newer)
        {
            if (!ReferenceEquals(rules, newer) && newer.Version >= rules?.Version)
                rules = newer;
            return meter;
        }

        public long BucketOf(long nowTicks) => rules?.BucketOf(nowTicks) ?? nowTicks;

        public long ForgottenAt(long bucket) => rules?.ForgottenAt(bucket) ?? long.MaxValue;
    }
}
