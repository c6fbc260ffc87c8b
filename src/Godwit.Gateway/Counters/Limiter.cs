using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Counters;

/// <summary>Reserves what a request may use at worst, and settles what it used.</summary>
internal sealed class Limiter(MeterTable meters, TimeProvider time)
{
    /// <summary>Reserves in every limit of the request's key; nothing where one has no room.</summary>
    public async ValueTask<LimitRefusal?> ReserveAsync(GatewayRequest request)
    {
        var holds = request.Holds;
        var now = time.GetUtcNow().UtcTicks;
        foreach (var limit in request.Key!.Limits)
        {
            if (!limit.IsFor(request.Route?.Name))
                continue;
            if (await ReserveAsync(request, limit, ScopeOf(limit, request, null), request.Plan.Targets, now)
                is { } refusal)
            {
                holds.Undo(0);
                return refusal;
            }
        }

        return null;
    }

    /// <summary>Reserves in every limit of a target that is about to be sent to.</summary>
    public async ValueTask<LimitRefusal?> ReserveAsync(GatewayRequest request, TargetRules target)
    {
        if (!request.Key!.TargetLimits.TryGetValue(target.Provider.Name, out var limits))
            return null;
        var first = request.Holds.Now.Count;
        var now = time.GetUtcNow().UtcTicks;
        foreach (var limit in limits)
        {
            if (!limit.IsFor(request.Route?.Name))
                continue;
            if (await ReserveAsync(request, limit, ScopeOf(limit, request, target), [target], now) is { } refusal)
            {
                request.Holds.Undo(first);
                return refusal;
            }
        }

        return null;
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
