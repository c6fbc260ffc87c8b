using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Godwit.Policy.Routing;

namespace Godwit.Policy.Grants;

/// <summary>Decides which targets come first for what was given, and which grant pays for an attempt.</summary>
public static class GrantPolicy
{
    private const long NoGrant = long.MaxValue;

    // A grant without an end comes after all that have one, and before targets that have no grant.
    private const long NoEnd = long.MaxValue - 1;

    // Routes have a handful of targets: the ends of more are kept on the heap.
    private const int FewTargets = 32;

    /// <summary>
    /// Orders the targets of a plan as its route says: those with a grant that something is left of come first, what
    /// ends first before the others, and targets that end at the same instant stay in order. A target all of whose
    /// grants are used up or over keeps its place behind them, or is left out.
    /// </summary>
    /// <returns>False when targets were left out and none remains.</returns>
    public static bool Order<TBalances>(
        RoutePlan plan, RouteRules route, int organization, long nowTicks, TBalances balances)
        where TBalances : IGrantBalances
    {
        if (route.Prefer != RoutePreference.Grants || plan.Targets.Count == 0)
            return true;
        if (route.OnGrantEnd == GrantEnd.Next)
            LeaveOut(plan, organization, nowTicks, balances);
        var count = plan.Targets.Count;
        var ends = count <= FewTargets ? stackalloc long[count] : new long[count];
        for (var i = 0; i < count; i++)
        {
            var end = EndOf(plan.Targets[i], organization, nowTicks, balances);
            var to = i;
            for (; to > 0 && ends[to - 1] > end; to--)
                ends[to] = ends[to - 1];
            ends[to] = end;
            plan.Move(i, to);
        }

        return count > 0;
    }

    /// <summary>
    /// The grant that pays for an attempt: of those with enough left for the worst case, the one that ends first.
    /// </summary>
    /// <param name="target">The target of the attempt.</param>
    /// <param name="account">Account of the credential it is sent with; null when it has none.</param>
    /// <param name="organization">The organization's index in the snapshot; -1 for none.</param>
    /// <param name="nowTicks">The instant, UTC ticks.</param>
    /// <param name="most">The most tokens it may use.</param>
    /// <param name="mostCost">What these cost; null when that is not known.</param>
    /// <param name="balances">What is left.</param>
    /// <returns>The grant, its period, and what to reserve; null when none has enough.</returns>
    public static GrantChoice? Choose<TBalances>(
        TargetRules target, string? account, int organization, long nowTicks, in TokenUsage most, Cost? mostCost,
        TBalances balances)
        where TBalances : IGrantBalances
    {
        GrantChoice? found = null;
        foreach (var grant in target.Grants)
        {
            if (!IsFor(grant, account, organization, nowTicks) || grant.AmountOf(most, mostCost) is not { } amount)
                continue;
            var period = grant.PeriodOf(nowTicks);
            if (found is { } other && other.Period.EndTicks <= period.EndTicks)
                continue;
            if (amount <= balances.Available(grant, period.StartTicks))
                found = new GrantChoice(grant, period, amount);
        }

        return found;
    }

    /// <summary>
    /// The most input for which some grant may have room; less than 0 where none has any.
    /// </summary>
    public static long RoomOf<TBalances>(
        TargetRules target, string? account, int organization, long nowTicks, TBalances balances)
        where TBalances : IGrantBalances
    {
        var most = -1L;
        foreach (var grant in target.Grants)
        {
            if (!IsFor(grant, account, organization, nowTicks) || grant.Unit == GrantUnit.OutputTokens
                || balances.Available(grant, grant.PeriodOf(nowTicks).StartTicks) is not (> 0 and var left))
                continue;
            most = Math.Max(most, grant.Unit == GrantUnit.Money ? long.MaxValue : left);
        }

        return most;
    }

    /// <summary>
    /// The account that a request is best sent with: that of the grant that ends first; null when any will do.
    /// </summary>
    public static string? AccountFor<TBalances>(
        TargetRules target, int organization, long nowTicks, TBalances balances)
        where TBalances : IGrantBalances
    {
        _ = EndOf(target, organization, nowTicks, balances, out var grant);
        return grant?.ProviderAccount;
    }

    private static bool IsFor(GrantRules grant, string? account, int organization, long nowTicks) =>
        grant.IsLive(nowTicks) && grant.MatchesAccount(account) && grant.MatchesOrganization(organization);

    private static void LeaveOut<TBalances>(RoutePlan plan, int organization, long nowTicks, TBalances balances)
        where TBalances : IGrantBalances
    {
        for (var i = plan.Targets.Count - 1; i >= 0; i--)
        {
            var target = plan.Targets[i];
            if (HadGrant(target, organization, nowTicks)
                && EndOf(target, organization, nowTicks, balances) == NoGrant)
                plan.RemoveAt(i);
        }
    }

    // A grant that has not begun has not ended: its target is not one whose grants are over.
    private static bool HadGrant(TargetRules target, int organization, long nowTicks)
    {
        foreach (var grant in target.Grants)
        {
            if (grant.FromTicks <= nowTicks && grant.MatchesOrganization(organization))
                return true;
        }

        return false;
    }

    private static long EndOf<TBalances>(
        TargetRules target, int organization, long nowTicks, TBalances balances)
        where TBalances : IGrantBalances => EndOf(target, organization, nowTicks, balances, out _);

    private static long EndOf<TBalances>(
        TargetRules target, int organization, long nowTicks, TBalances balances, out GrantRules? first)
        where TBalances : IGrantBalances
    {
        (var earliest, first) = (NoGrant, null);
        foreach (var grant in target.Grants)
        {
            if (!grant.IsLive(nowTicks) || !grant.MatchesOrganization(organization))
                continue;
            var period = grant.PeriodOf(nowTicks);
            var end = Math.Min(period.EndTicks, NoEnd);
            if (end < earliest && balances.Available(grant, period.StartTicks) > 0)
                (earliest, first) = (end, grant);
        }

        return earliest;
    }
}
