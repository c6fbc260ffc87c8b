using System.Collections.Immutable;
using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Counters;

/// <summary>Reserves what a request may use at worst, and settles what it used.</summary>
internal sealed class Limiter(MeterTable meters, TimeProvider time)
{
    /// <summary>Reserves in every limit of the request's key; nothing where one has no room.</summary>
    public ValueTask<LimitRefusal?> ReserveAsync(GatewayRequest request) =>
        ReserveAsync(request, request.Key!.Limits, null);

    /// <summary>Reserves in every limit of a target that is about to be sent to.</summary>
    public ValueTask<LimitRefusal?> ReserveAsync(GatewayRequest request, TargetRules target) =>
        request.Key!.TargetLimits.TryGetValue(target.Provider.Name, out var limits)
            ? ReserveAsync(request, limits, target) : default;

    // Most requests have room in all of them: nothing is asked for, and nothing has to be waited for.
    private ValueTask<LimitRefusal?> ReserveAsync(
        GatewayRequest request, ImmutableArray<LimitRules> limits, TargetRules? target)
    {
        var first = request.Holds.Now.Length;
        var now = time.GetUtcNow().UtcTicks;
        var targets = target is null ? request.Plan.Targets : [target];
        for (var i = 0; i < limits.Length; i++)
        {
            var limit = limits[i];
            if (limit.IsFor(request.Route?.Name)
                && !TryReserve(request, limit, ScopeOf(limit, request, target), targets, now))
                return ReserveFromAsync(i, request, limits, target, targets, first, now);
        }

        return default;
    }

    private async ValueTask<LimitRefusal?> ReserveFromAsync(
        int at, GatewayRequest request, ImmutableArray<LimitRules> limits, TargetRules? target,
        IReadOnlyList<TargetRules> targets, int first, long now)
    {
        for (; at < limits.Length; at++)
        {
            if (!limits[at].IsFor(request.Route?.Name))
                continue;
            if (await ReserveAsync(request, limits[at], ScopeOf(limits[at], request, target), targets, now)
                is { } refusal)
            {
                request.Holds.Undo(first);
                return refusal;
            }
        }

        return null;
    }

    /// <summary>Reserves in a limit, if what it takes is known and there already.</summary>
    private bool TryReserve(
        GatewayRequest request, LimitRules limit, string scope, IReadOnlyList<TargetRules> targets, long now)
    {
        if ((limit.HoldsTools && LimitNeed.Unbounded(request, targets) is not null)
            || LimitNeed.Of(limit, request, targets) is not { } amount)
            return false;
        var (meter, bucket) = (request.Meters.Of(limit, scope, meters), limit.BucketOf(now));
        if (!(limit.Hard
            ? meter.TryReserve(bucket, new Allowance(limit.Most, limit.Version), amount)
            : meter.ReserveAnyway(bucket, amount)))
            return false;
        request.Holds.Add(new Held(meter, limit, null, bucket, amount));
        return true;
    }

    private async ValueTask<LimitRefusal?> ReserveAsync(
        GatewayRequest request, LimitRules limit, string scope, IReadOnlyList<TargetRules> targets, long now)
    {
        if (limit.HoldsTools && LimitNeed.Unbounded(request, targets) is { } target)
            return new LimitRefusal(limit, 0, 0, null) { Target = target, Tools = request.Bounds.ToolsAt(target) };
        var amount = LimitNeed.Of(limit, request, targets);
        if (amount is null && limit is { Hard: true, ServesUnpriced: false })
            return new LimitRefusal(limit, 0, 0, null);
        var (bucket, reserved, counted) = (limit.BucketOf(now), amount ?? 0, false);
        while (true)
        {
            var meter = request.Meters.Of(limit, scope, meters);
            if (limit.Hard
                ? await meter.ReserveAsync(
                    bucket, new Allowance(limit.Most, limit.Version), reserved, limit.WhenCountersLost,
                    request.Http.RequestAborted)
                : meter.ReserveAnyway(bucket, reserved))
            {
                request.Holds.Add(new Held(meter, limit, null, bucket, reserved));
                return null;
            }

            if (meter.Retired)
                continue;

            // Most requests fit by their bytes, and are not looked into.
            if (!counted && await LimitNeed.CountAsync(limit, request, targets, meter.LeftOf(bucket, limit.Most)))
            {
                reserved = LimitNeed.Of(limit, request, targets) ?? 0;
                counted = true;
                continue;
            }

            return Refuse(request, limit, meter, bucket, targets, now);
        }
    }

    private static LimitRefusal Refuse(
        GatewayRequest request, LimitRules limit, Meter meter, long bucket, IReadOnlyList<TargetRules> targets,
        long now)
    {
        var need = LimitNeed.Told(limit, request, targets);
        TimeSpan? wait = need.Amount > limit.Most ? null
            : limit.IsOfMoment ? TimeSpan.FromSeconds(1)
            : meter.FreedBy(bucket, limit.Most, need.Amount) is { } freed
                ? TimeSpan.FromTicks(Math.Max(0, limit.ForgottenAt(freed) - now))
                : TimeSpan.FromSeconds(1);
        return new LimitRefusal(limit, need.Amount, meter.LeftOf(bucket, limit.Most), wait)
        {
            Basis = need.Basis, Target = need.Target,
        };
    }

    private static string ScopeOf(LimitRules limit, GatewayRequest request, TargetRules? target) => limit.Per switch
    {
        LimitPer.Organization => request.Key!.Project.Organization,
        LimitPer.Project => request.Key!.Project.Name,
        LimitPer.Key => request.Key!.Name,
        LimitPer.Model => request.Route?.Name ?? "",
        LimitPer.Provider => target?.Provider.Name ?? "",
        LimitPer.EndUser => EndUserScope.Of(request),
        _ => "",
    };
}
