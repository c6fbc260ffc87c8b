using System.Collections.Concurrent;
using Godwit.Policy.Limits;

namespace Godwit.Gateway.Counters;

/// <summary>The meters of all accounts that anything was counted in.</summary>
internal sealed class MeterTable(ICeilings ceilings, CounterBook book)
{
    private readonly ConcurrentDictionary<(string Label, string Scope), Meter> meters = new();

    /// <summary>All that are counted, with the limit's or grant's label.</summary>
    public IEnumerable<(string Label, string Scope, Meter Meter)> All =>
        meters.Select(pair => (pair.Key.Label, pair.Key.Scope, pair.Value));

    /// <summary>The meter of a limit for a scope.</summary>
    public Meter Of(LimitRules limit, string scope) =>
        meters.TryGetValue((limit.Label, scope), out var known) ? known
        : Make(limit.Label, scope, ShapeOf(limit), limit.BucketAt);

    /// <summary>The meter of a grant.</summary>
    public Meter OfGrant(string account) =>
        meters.TryGetValue((account, ""), out var known) ? known
        : Make(account, "", new AccountShape(1, TimeSpan.FromDays(400), Vanishes: false), ticks => ticks);

    /// <summary>Forgets a meter that counts nothing.</summary>
    public void Remove(string label, string scope) => meters.TryRemove((label, scope), out _);

    /// <summary>How accounts are named in records.</summary>
    public static string AccountOf(string label, string scope) => scope.Length == 0 ? label : $"{label}|{scope}";

    private static AccountShape ShapeOf(LimitRules limit) => new(
        limit.Buckets,
        limit.WindowTicks > 0 ? TimeSpan.FromTicks(2 * limit.WindowTicks) : TimeSpan.FromDays(400),
        limit.IsOfMoment);

    private Meter Make(string label, string scope, AccountShape shape, Func<long, long> bucketAt)
    {
        var account = AccountOf(label, scope);
        return meters.GetOrAdd((label, scope), _ =>
        {
            var meter = new Meter(account, shape, ceilings);
            foreach (var (period, spent) in book.Of(account))
                meter.Restore(bucketAt(period), spent);
            return meter;
        });
    }
}
