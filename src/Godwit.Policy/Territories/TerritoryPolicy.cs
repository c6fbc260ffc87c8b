using System.Collections.Immutable;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;

namespace Godwit.Policy.Territories;

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
            if (!Applies(policy, facts, model))
                continue;
            var decision = DecideOne(facts, policy, nowTicks);
            strictest = strictest.Policy is null ? decision : Strictest(strictest, decision);
        }

        return strictest;
    }

    /// <summary>What each policy that applies says by itself, in the policies' order; allocates.</summary>
    /// <inheritdoc cref="Decide" path="/param"/>
    public static IReadOnlyList<TerritoryDecision> DecideEach(
        TerritoryFacts facts, ImmutableArray<TerritoryRules> rules, string model, long nowTicks) =>
        [.. rules.Where(policy => Applies(policy, facts, model)).Select(p => DecideOne(facts, p, nowTicks))];

    /// <summary>
    /// The first instant after <paramref name="nowTicks"/> at which a provider that may serve may no longer; null when
    /// none is known.
    /// </summary>
    public static long? ServedUntilTicks(
        in TerritoryFacts facts, ImmutableArray<TerritoryRules> rules, string model, long nowTicks)
    {
        long? first = null;
        foreach (var policy in rules)
        {
            // No policy makes another one milder: the first one to exclude the caller ends it.
            if (Applies(policy, facts, model) && ExcludedFromTicks(facts, policy, nowTicks) is { } instant)
                first = Math.Min(first ?? long.MaxValue, instant);
        }

        return first;
    }

    /// <summary>
    /// The first instant after <paramref name="nowTicks"/> at which a policy cuts what is under way; null when none
    /// will. Answers without a policy that cuts cost a look at each policy.
    /// </summary>
    public static TerritoryCut? CutOf(
        in TerritoryFacts facts, ImmutableArray<TerritoryRules> rules, string model, long nowTicks)
    {
        TerritoryCut? first = null;
        foreach (var policy in rules)
        {
            if (policy.Streams == TerritoryStreams.Cut && Applies(policy, facts, model)
                && ExcludedFromTicks(facts, policy, nowTicks) is { } instant
                && (first is null || instant < first.Value.AtTicks))
                first = new TerritoryCut(instant, policy);
        }

        return first;
    }

    private static bool Applies(TerritoryRules policy, in TerritoryFacts facts, string model) =>
        policy.Models?.Contains(model) != false
        && policy.Organizations?.Contains(facts.Organization) != false
        && policy.Surfaces?.Contains(facts.Surface) != false;

    private static TerritoryDecision Strictest(in TerritoryDecision one, in TerritoryDecision other)
    {
        var winner = IsStricter(other, one) ? other : one;
        return winner with { Notice = RefusedFrom(other) < RefusedFrom(one) ? other.Notice : one.Notice };
    }

    // Among equals: the first to refuse, and a legal demand, which has to be told from a provider's own choice.
    private static bool IsStricter(in TerritoryDecision one, in TerritoryDecision other)
    {
        if (one.Action != other.Action)
            return one.Action > other.Action;
        return one.MayServe
            ? RefusedFrom(one) < RefusedFrom(other)
            : one.Policy!.LegalDemand is not null && other.Policy!.LegalDemand is null;
    }

    private static long RefusedFrom(in TerritoryDecision decision) =>
        decision.Notice?.RefusedFromTicks ?? long.MaxValue;

    private static TerritoryDecision DecideOne(in TerritoryFacts facts, TerritoryRules policy, long nowTicks)
    {
        if (PeriodAt(policy.Timeline, nowTicks) is not { Table: { } table } period)
            return new(TerritoryAction.Serve, TerritoryReason.PolicyNotEffective, policy);
        if (period.Notice is not { } notice)
            return DecideInForce(facts, policy, table, nowTicks);
        return DecideInForce(facts, policy, table, notice.RefusedFromTicks).MayServe
            ? new(TerritoryAction.Serve, TerritoryReason.PolicyNotEffective, policy)
            : new(TerritoryAction.Serve, TerritoryReason.NoticePhase, policy) { Notice = notice };
    }

    private static TerritoryDecision DecideInForce(
        in TerritoryFacts facts, TerritoryRules policy, TerritoryTable table, long atTicks)
    {
        if (policy.TryFindExemption(facts.Organization, atTicks, out _))
            return new(TerritoryAction.Serve, TerritoryReason.ExemptionApplied, policy);

        var (action, reason) = DecideAddress(facts.Evidence, facts.Chain, table);
        var ofEndUser = false;
        if (facts.EndUser is { } endUser && DecideAddress(endUser, ChainOutcome.Peer, table) is var stricter
            && stricter.Action > action)
            (action, reason, ofEndUser) = (stricter.Action, stricter.Reason, true);
        if (policy.Accounts.TryGetValue(facts.Organization, out var account) && account.Action > action)
            (action, reason, ofEndUser) = (account.Action, account.Reason, false);
        return new(action, reason, policy) { OfEndUser = ofEndUser };
    }

    private static (TerritoryAction Action, TerritoryReason Reason) DecideAddress(
        AddressEvidence evidence, ChainOutcome chain, TerritoryTable table)
    {
        var (action, reason) = evidence.Best.HasValue
            ? DecideKnown(evidence, table)
            : (table.Actions[0], UnknownReason(evidence, chain));
        var network = table.Networks[(int)evidence.Network];
        return network > action ? (network, TerritoryReason.Anonymizer) : (action, reason);
    }

    private static (TerritoryAction Action, TerritoryReason Reason) DecideKnown(
        AddressEvidence evidence, TerritoryTable table)
    {
        var candidates = evidence.Candidates;
        var best = ActionOf(candidates[0], table);
        if (candidates.Count == 1 || (table.Disputed is null && table.Match == TerritoryMatch.Best))
            return best;

        var strictest = best;
        var differ = false;
        for (var i = 1; i < candidates.Count; i++)
        {
            // Where the operator settles the territory others don't count, but may still name another part of it.
            if (candidates[i].RegistrationOnly
                || (!evidence.Disputed && candidates[i].Territory != candidates[0].Territory))
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

    private static TerritoryReason UnknownReason(AddressEvidence evidence, ChainOutcome chain) =>
        chain == ChainOutcome.Untrusted ? TerritoryReason.ChainUntrusted
        : evidence.Network == NetworkKind.Special ? TerritoryReason.AddressNotPublic
        : TerritoryReason.TerritoryUnknown;

    // Timelines hold a handful of periods: a walk from the latest is faster than a search.
    private static TerritoryPeriod? PeriodAt(ImmutableArray<TerritoryPeriod> timeline, long nowTicks)
    {
        for (var i = timeline.Length - 1; i >= 0; i--)
        {
            if (timeline[i].FromTicks <= nowTicks)
                return timeline[i];
        }

        return null;
    }

    /// <summary>The first change after an instant from which on a policy excludes a caller.</summary>
    private static long? ExcludedFromTicks(in TerritoryFacts facts, TerritoryRules policy, long nowTicks)
    {
        long? first = null;
        foreach (var period in policy.Timeline)
            first = Earlier(facts, policy, nowTicks, period.FromTicks, first);
        if (policy.Exemptions.TryGetValue(facts.Organization, out var exemptions))
        {
            foreach (var exemption in exemptions)
                first = Earlier(facts, policy, nowTicks, exemption.UntilTicks, first);
        }

        return first;
    }

    private static long? Earlier(
        in TerritoryFacts facts, TerritoryRules policy, long nowTicks, long instant, long? first) =>
        instant > nowTicks && (first is null || instant < first) && !DecideOne(facts, policy, instant).MayServe
            ? instant
            : first;
}
