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
            var amount = AmountOf(limit, request, request.Plan.Targets);
            if (await ReserveAsync(request, limit, ScopeOf(limit, request, null), amount, now) is { } refusal)
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
            var amount = AmountOf(limit, request, [target]);
            if (await ReserveAsync(request, limit, ScopeOf(limit, request, target), amount, now) is { } refusal)
            {
                request.Holds.Undo(first);
                return refusal;
            }
        }

        return null;
    }

    private async ValueTask<LimitRefusal?> ReserveAsync(
        GatewayRequest request, LimitRules limit, string scope, long? amount, long now)
    {
        if (amount is null && limit is { Hard: true, ServesUnpriced: false })
            return new LimitRefusal(limit, 0, 0, null);
        var (bucket, reserved) = (limit.BucketOf(now), amount ?? 0);
        while (true)
        {
            var meter = request.Meters.Of(limit, scope, meters);
            if (limit.Hard
                ? await meter.ReserveAsync(
                    bucket, limit.Most, reserved, limit.WhenCountersLost, request.Http.RequestAborted)
                : meter.ReserveAnyway(bucket, reserved))
            {
                request.Holds.Add(new Held(meter, limit, null, bucket, reserved));
                return null;
            }

            if (!meter.Retired)
                return Refuse(meter, limit, bucket, reserved, now);
        }
    }

    private static LimitRefusal Refuse(Meter meter, LimitRules limit, long bucket, long amount, long now)
    {
        TimeSpan? wait = amount > limit.Most ? null
            : limit.IsOfMoment ? TimeSpan.FromSeconds(1)
            : meter.FreedBy(bucket, limit.Most, amount) is { } freed
                ? TimeSpan.FromTicks(Math.Max(0, limit.ForgottenAt(freed) - now))
                : TimeSpan.FromSeconds(1);
        return new LimitRefusal(limit, amount, meter.LeftOf(bucket, limit.Most), wait);
    }

    /// <summary>What a request may use of a limit at worst; null where no price tells it.</summary>
    private static long? AmountOf(
        LimitRules limit, GatewayRequest request, IReadOnlyList<TargetRules> targets)
    {
        if (limit.Unit is LimitUnit.Requests or LimitUnit.Concurrency)
            return 1;
        var bounds = request.Bounds;
        if (bounds.IsFree)
            return 0;
        var most = 0L;
        for (var i = 0; i < targets.Count; i++)
        {
            var target = targets[i];
            var amount = limit.Unit switch
            {
                LimitUnit.InputTokens => bounds.InputAt(target),
                LimitUnit.OutputTokens => bounds.OutputAt(target),
                LimitUnit.Tokens => LimitAmount.Add(bounds.InputAt(target), bounds.OutputAt(target)),
                _ => SpendAt(limit, request, target),
            };
            if (amount is null)
                return null;
            most = Math.Max(most, amount.Value);
        }

        return most;
    }

    private static long? SpendAt(LimitRules limit, GatewayRequest request, TargetRules target)
    {
        var at = request.StartedAt.UtcTicks;
        var organization = request.Key!.Project.OrganizationIndex;
        if (target.Prices?.Of(organization).At(at) is not { } price
            || request.Bounds.CostAt(target, organization, at) is not { } cost)
            return null;
        return request.Snapshot.Exchange.Convert(cost, price.Currency, limit.Currency!, at) is { } amount
            ? LimitAmount.OfMoney(amount) : null;
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
