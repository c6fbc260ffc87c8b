using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Counters;

/// <summary>What a request may use of a limit at worst: as much as the target that may use most.</summary>
/// <param name="Amount">In the limit's unit.</param>
/// <param name="Basis">By what the input was bounded.</param>
/// <param name="Target">The target; null for limits in which the input does not count.</param>
internal readonly record struct LimitNeed(long Amount, InputBasis Basis, TargetRules? Target)
{
    // What counting that was given up makes likely is half too much at most.
    private const int Doubt = 2;

    /// <summary>The amount; null where no price tells it.</summary>
    public static long? Of(LimitRules limit, GatewayRequest request, IReadOnlyList<TargetRules> targets)
    {
        if (limit.Unit is LimitUnit.Requests or LimitUnit.Concurrency)
            return 1;
        var bounds = request.Bounds;
        if (bounds.IsFree)
            return 0;
        var most = 0L;
        for (var i = 0; i < targets.Count; i++)
        {
            if (AmountAt(limit, request, targets[i], InputAt(limit, request, targets[i])) is not { } amount)
                return null;
            most = Math.Max(most, amount);
        }

        return most;
    }

    /// <summary>A target that runs tools for the request, nobody knows how often; null where there is none.</summary>
    public static TargetRules? Unbounded(GatewayRequest request, IReadOnlyList<TargetRules> targets)
    {
        for (var i = 0; i < targets.Count; i++)
        {
            if (request.Bounds.ToolsAt(targets[i]) is { Any: true, MostCalls: null })
                return targets[i];
        }

        return null;
    }

    /// <summary>What a client is told of a request that has no room.</summary>
    public static LimitNeed Told(LimitRules limit, GatewayRequest request, IReadOnlyList<TargetRules> targets)
    {
        if (limit.Unit is LimitUnit.Requests or LimitUnit.Concurrency)
            return new LimitNeed(1, InputBasis.None, null);
        var (bounds, most) = (request.Bounds, default(LimitNeed));
        for (var i = 0; i < targets.Count; i++)
        {
            var target = targets[i];
            var tools = CallsAt(limit, request, target) is not null;
            var likely = AmountAt(
                limit, request, target,
                tools ? InputAt(limit, request, target) : bounds.LikelyInputAt(target)) ?? 0;

            // Nobody is told never to come again because of a guess.
            if (!tools && bounds.IsGuessAt(target) && likely / Doubt <= limit.Most)
                likely = Math.Min(likely, limit.Most);

            // Of two that need as much, the one that could not be counted is what to look at.
            if (likely > most.Amount || (likely == most.Amount && target.Vocabulary is null))
            {
                most = new LimitNeed(
                    likely,
                    limit.Unit == LimitUnit.OutputTokens ? InputBasis.None
                        : tools ? InputBasis.Tools
                        : bounds.BasisAt(target),
                    target);
            }
        }

        return most;
    }

    /// <summary>Counts the input for the targets that have no room, if each of them may get room by it.</summary>
    /// <returns>True when some bound is known better than before.</returns>
    public static async ValueTask<bool> CountAsync(
        LimitRules limit, GatewayRequest request, IReadOnlyList<TargetRules> targets, long left)
    {
        if (limit.Unit is LimitUnit.Requests or LimitUnit.Concurrency or LimitUnit.OutputTokens)
            return false;
        for (var i = 0; i < targets.Count; i++)
        {
            if (!Fits(limit, request, targets[i], left)
                && (CallsAt(limit, request, targets[i]) is not null
                    || !request.Bounds.CanCount(targets[i], RoomAt(i))))
                return false;
        }

        var better = false;
        for (var i = 0; i < targets.Count; i++)
        {
            if (!Fits(limit, request, targets[i], left))
                better |= await request.Bounds.CountAsync(targets[i], RoomAt(i));
        }

        return better;

        long RoomAt(int i) => RoomOf(limit, request, targets[i], left);
    }

    private static bool Fits(LimitRules limit, GatewayRequest request, TargetRules target, long left) =>
        AmountAt(limit, request, target, InputAt(limit, request, target)) <= left;

    private static long InputAt(LimitRules limit, GatewayRequest request, TargetRules target) =>
        CallsAt(limit, request, target) is { } calls
            ? RequestBounds.InputWith(calls, target) : request.Bounds.InputAt(target);

    /// <summary>Calls of the target's own tools that are held for; null where it has none to run.</summary>
    private static long? CallsAt(LimitRules limit, GatewayRequest request, TargetRules target) =>
        limit.HoldsTools && request.Bounds.ToolsAt(target) is { Any: true, MostCalls: { } calls } ? calls : null;

    private static ToolBound ToolsAt(LimitRules limit, GatewayRequest request, TargetRules target) =>
        CallsAt(limit, request, target) is { } calls
            ? new ToolBound(calls, request.Bounds.ToolsAt(target).ByTool) : default;

    /// <summary>Input tokens for which there is room beside the output; less than 0 where that has none.</summary>
    private static long RoomOf(LimitRules limit, GatewayRequest request, TargetRules target, long left) =>
        limit.Unit switch
        {
            LimitUnit.InputTokens => left,
            LimitUnit.Tokens => left - request.Bounds.OutputAt(target),
            _ => AmountAt(limit, request, target, 0) <= left ? long.MaxValue : -1,
        };

    private static long? AmountAt(LimitRules limit, GatewayRequest request, TargetRules target, long input) =>
        limit.Unit switch
        {
            LimitUnit.InputTokens => input,
            LimitUnit.OutputTokens => request.Bounds.OutputAt(target),
            LimitUnit.Tokens => LimitAmount.Add(input, request.Bounds.OutputAt(target)),
            _ => SpendAt(limit, request, target, input),
        };

    private static long? SpendAt(LimitRules limit, GatewayRequest request, TargetRules target, long input)
    {
        var at = request.StartedAt.UtcTicks;
        var organization = request.Key!.Project.OrganizationIndex;
        if (target.Prices?.Of(organization).At(at) is not { } price
            || request.Bounds.CostAt(target, input, organization, at, ToolsAt(limit, request, target)) is not { } cost)
            return null;
        return request.Snapshot.Exchange.Convert(cost, price.Currency, limit.Currency!, at) is { } amount
            ? LimitAmount.OfMoney(amount) : null;
    }
}
