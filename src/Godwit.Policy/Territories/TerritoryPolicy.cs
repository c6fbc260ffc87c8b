using System.Collections.Immutable;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;

namespace Godwit.Policy.Territories;

/// <summary>What is known of a caller when a territory policy decides.</summary>
/// <param name="Evidence">What the address data say.</param>
/// <param name="Chain">How the client address was found.</param>
/// <param name="Organization">The caller's organization, for scopes and exemptions.</param>
public readonly record struct TerritoryFacts(AddressEvidence Evidence, ChainOutcome Chain, string Organization)
{
    /// <summary>
    /// What the data say of the end user's address that a reseller handed on; null without one. Whichever of the two
    /// addresses gets the stricter decision decides, so that a reseller can't make a caller look better.
    /// </summary>
    public AddressEvidence? EndUser { get; init; }
}

/// <summary>Decides whether a provider may serve a caller. The strictest of all policies that apply wins.</summary>
public static class TerritoryPolicy
{
    /// <summary>Decides for one model of a provider.</summary>
    /// <param name="facts">Who calls, and from where.</param>
    /// <param name="rules">The policies whose scope names the provider.</param>
    /// <param name="model">The model's name within the provider.</param>
    /// <param name="nowTicks">The instant asked about, UTC ticks; any instant, past or future.</param>
    public static TerritoryDecision Decide(
        in TerritoryFacts facts, ImmutableArray<TerritoryRules> rules, string model, long nowTicks)
    {
        var strictest = new TerritoryDecision(TerritoryAction.Serve, TerritoryReason.NoPolicy, null);
        foreach (var policy in rules)
        {
            if (policy.Models?.Contains(model) == false || policy.Organizations?.Contains(facts.Organization) == false)
                continue;
            var decision = DecideOne(facts, policy, nowTicks);
            if (facts.EndUser is { } endUser)
                decision = StricterOf(decision, DecideOne(facts with { Evidence = endUser }, policy, nowTicks));
            if (strictest.Policy is null || decision.Action > strictest.Action)
                strictest = decision;
        }

        return strictest;
    }

    /// <summary>
    /// The first instant after <paramref name="nowTicks"/> at which the provider may no longer serve; null when none is
    /// known.
    /// </summary>
    public static long? ServedUntilTicks(
        in TerritoryFacts facts, ImmutableArray<TerritoryRules> rules, string model, long nowTicks)
    {
        foreach (var instant in ChangesAfter(rules, facts.Organization, nowTicks))
        {
            if (!Decide(facts, rules, model, instant).MayServe)
                return instant;
        }

        return null;
    }

    private static TerritoryDecision StricterOf(TerritoryDecision own, TerritoryDecision endUsers) =>
        endUsers.Action > own.Action ? endUsers with { OfEndUser = true } : own;

    private static TerritoryDecision DecideOne(in TerritoryFacts facts, TerritoryRules policy, long nowTicks)
    {
        if (TableAt(policy.Timeline, nowTicks) is not { } table)
            return new(TerritoryAction.Serve, TerritoryReason.PolicyNotEffective, policy);
        if (policy.ExemptUntilTicks.TryGetValue(facts.Organization, out var until) && nowTicks < until)
            return new(TerritoryAction.Serve, TerritoryReason.ExemptionApplied, policy);

        var (action, reason) = facts.Evidence.Best.HasValue
            ? DecideKnown(facts.Evidence, table)
            : (table.Actions[0], UnknownReason(facts));
        var network = table.Networks[(int)facts.Evidence.Network];
        return network > action ? new(network, TerritoryReason.Anonymizer, policy) : new(action, reason, policy);
    }

    private static (TerritoryAction Action, TerritoryReason Reason) DecideKnown(
        AddressEvidence evidence, TerritoryTable table)
    {
        var candidates = evidence.Candidates;
        var best = ActionOf(candidates[0], table);
        if (!evidence.Disputed || (table.Disputed is null && table.Match == TerritoryMatch.Best))
            return best;

        var strictest = best;
        var differ = false;
        for (var i = 1; i < candidates.Count; i++)
        {
            if (candidates[i].RegistrationOnly)
                continue;
            var other = ActionOf(candidates[i], table);
            differ |= other.Action != best.Action;
            if (other.Action > strictest.Action)
                strictest = other;
        }

        if (!differ)
            return best;
        return (table.Disputed ?? strictest.Action, TerritoryReason.TerritoryDisputed);
    }

    private static (TerritoryAction Action, TerritoryReason Reason) ActionOf(
        TerritoryCandidate candidate, TerritoryTable table)
    {
        if (candidate.Subdivision.HasValue && table.Subdivisions.TryGetValue(candidate.Subdivision, out var part))
            return (part, part == TerritoryAction.Serve ? TerritoryReason.TerritoryServed
                : TerritoryReason.SubdivisionNotServed);
        var action = table.Actions[candidate.Territory.Index];
        return (action, action == TerritoryAction.Serve ? TerritoryReason.TerritoryServed
            : TerritoryReason.TerritoryNotServed);
    }

    private static TerritoryReason UnknownReason(in TerritoryFacts facts) =>
        facts.Chain == ChainOutcome.Untrusted ? TerritoryReason.ChainUntrusted
        : facts.Evidence.Network == NetworkKind.Special ? TerritoryReason.AddressNotPublic
        : TerritoryReason.TerritoryUnknown;

    // Timelines hold a handful of periods: a walk from the latest is faster than a search.
    private static TerritoryTable? TableAt(ImmutableArray<TerritoryPeriod> timeline, long nowTicks)
    {
        for (var i = timeline.Length - 1; i >= 0; i--)
        {
            if (timeline[i].FromTicks <= nowTicks)
                return timeline[i].Table;
        }

        return null;
    }

    private static IEnumerable<long> ChangesAfter(
        ImmutableArray<TerritoryRules> rules, string organization, long nowTicks)
    {
        var instants = new SortedSet<long>();
        foreach (var policy in rules)
        {
            instants.UnionWith(policy.Timeline.Select(p => p.FromTicks));
            if (policy.ExemptUntilTicks.TryGetValue(organization, out var until))
                instants.Add(until);
        }

        return instants.Where(instant => instant > nowTicks);
    }
}
