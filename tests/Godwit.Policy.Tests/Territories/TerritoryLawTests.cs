using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;
using static Godwit.Policy.Tests.Territories.PolicySamples;

namespace Godwit.Policy.Tests.Territories;

/// <summary>What holds for every policy, caller and instant.</summary>
public class TerritoryLawTests
{
    private static readonly TerritoryAction[] Actions = Enum.GetValues<TerritoryAction>();
    private static readonly string[] Territories = ["CN", "DE", "US"];

    private static readonly Gen<TerritoryPolicyConfig> Policies =
        from hours in Gen.Choose(0, 40).ArrayOf(4)
        from timed in Gen.Elements("always", "from", "noticed", "announced", "until")
        from exclude in Gen.SubListOf(Territories)
        from unserved in Gen.Elements(Actions)
        from vpn in Gen.Elements(Actions)
        from account in Gen.Elements(true, false)
        from starts in Gen.Choose(0, 60).ArrayOf(3)
        from streams in Gen.Elements(TerritoryStreams.Finish, TerritoryStreams.Cut)
        select Spec([.. hours.Order()], timed, [.. exclude], unserved) with
        {
            Anonymizer = new() { Vpn = vpn },
            Account = account ? new() { Use = [AccountFactKind.Declared] } : null,
            Exemptions = [.. starts.Distinct().Select(start => Exemption(start))],
            Streams = streams,
        };

    private static readonly Gen<(string Caller, NetworkKind Network, string Declared)> Callers =
        from caller in Gen.Elements(Territories)
        from network in Gen.Elements(NetworkKind.Vpn, NetworkKind.Unclassified)
        from declared in Gen.Elements(Territories)
        select (caller, network, declared);

    [Property(MaxTest = 300)]
    public Property A_timeline_agrees_with_a_plain_reading_at_every_boundary_and_between() => Prop.ForAll(
        Policies.Zip(Callers).ToArbitrary(),
        c =>
        {
            var (spec, caller) = c;
            var rules = Compile(spec, caller.Declared);
            return Instants(spec).All(at =>
            {
                var decision = TerritoryPolicy.Decide(Facts(caller), [rules], "m", at.UtcTicks);
                return decision.Action == PlainAction(spec, caller, at)
                    && decision.Notice?.RefusedFromTicks == PlainNotice(spec, caller, at);
            });
        });

    [Property(MaxTest = 300)]
    public Property The_strictest_of_all_is_the_most_that_any_single_policy_says() => Prop.ForAll(
        Policies.ArrayOf(3).Zip(Callers).ToArbitrary(),
        c =>
        {
            var rules = c.Item1.Select(spec => Compile(spec, c.Item2.Declared)).ToImmutableArray();
            return c.Item1.SelectMany(Instants).All(at =>
            {
                var each = TerritoryPolicy.DecideEach(Facts(c.Item2), rules, "m", at.UtcTicks);
                var all = TerritoryPolicy.Decide(Facts(c.Item2), rules, "m", at.UtcTicks);
                return each.Count == rules.Length
                    && each.Select(d => d.Policy).SequenceEqual(rules)
                    && all.Action == each.Max(d => d.Action)
                    && all.Notice?.RefusedFromTicks == each.Min(d => d.Notice?.RefusedFromTicks)
                    && each.Contains(all with { Notice = each.Single(d => d.Policy == all.Policy).Notice });
            });
        });

    [Property(MaxTest = 300)]
    public Property A_fact_of_an_account_makes_no_decision_milder() => Prop.ForAll(
        Policies.Zip(Callers).ToArbitrary(),
        c =>
        {
            var (spec, caller) = c;
            var (with, without) = (Compile(spec, caller.Declared), Compile(spec, null));
            return Instants(spec).All(at =>
                TerritoryPolicy.Decide(Facts(caller), [with], "m", at.UtcTicks).Action
                >= TerritoryPolicy.Decide(Facts(caller), [without], "m", at.UtcTicks).Action);
        });

    [Property(MaxTest = 300)]
    public Property A_provider_serves_until_the_instant_it_names_and_not_at_it() => Prop.ForAll(
        Policies.ArrayOf(2).Zip(Callers).ToArbitrary(),
        c =>
        {
            var rules = c.Item1.Select(spec => Compile(spec, c.Item2.Declared)).ToImmutableArray();
            var facts = Facts(c.Item2);
            var instants = c.Item1.SelectMany(Instants).Select(at => at.UtcTicks).Order().ToArray();
            bool Serves(long at) => TerritoryPolicy.Decide(facts, rules, "m", at).MayServe;
            return instants.Where(Serves).All(now =>
            {
                long? first = instants.Where(at => at > now && !Serves(at)).Select(at => (long?)at).FirstOrDefault();
                var cut = TerritoryPolicy.CutOf(facts, rules, "m", now)?.AtTicks;
                return TerritoryPolicy.ServedUntilTicks(facts, rules, "m", now) == first
                    && (cut is null || (cut >= first && !Serves(cut.Value)));
            });
        });

    private static TerritoryPolicyConfig Spec(
        int[] hours, string timed, string[] exclude, TerritoryAction unserved) => new()
    {
        Scope = new(),
        Serves = new() { Exclude = exclude },
        Unserved = unserved,
        Announced = timed is "announced" or "until" ? At(hours[0]) : null,
        NoticeFrom = timed is "noticed" or "until" ? At(hours[1]) : null,
        Effective = timed == "always"
            ? null
            : new() { From = At(hours[2]), Until = timed == "until" ? At(hours[3]).AddMinutes(1) : null },
    };

    private static ExemptionConfig Exemption(int start) => new()
    {
        Organization = "acme",
        From = start == 0 ? null : At(start),
        Until = At(start).AddMinutes(59),
        Approver = "counsel",
    };

    private static DateTimeOffset At(int hours) => CutOff.AddHours(hours);

    private static TerritoryRules Compile(TerritoryPolicyConfig spec, string? declared) =>
        TerritoryRulesCompiler.Compile(new("p", 1, spec), CatalogSet.Empty,
        [
            new("acme", 1, new()
            {
                Account = declared is null ? null
                    : new() { Declared = new() { Territory = declared, Source = "form", AsOf = default } },
            }),
        ]);

    private static TerritoryFacts Facts((string Caller, NetworkKind Network, string Declared) caller) =>
        From(caller.Caller) with { Evidence = Evidence(caller.Caller) with { Network = caller.Network } };

    /// <summary>Each instant the policy names, and the ticks about it.</summary>
    private static IEnumerable<DateTimeOffset> Instants(TerritoryPolicyConfig spec)
    {
        DateTimeOffset?[] named =
        [
            CutOff, spec.Announced, spec.NoticeFrom, spec.Effective?.From, spec.Effective?.Until,
            .. spec.Exemptions!.SelectMany(e => new[] { e.From, e.Until }),
        ];
        return named.OfType<DateTimeOffset>()
            .SelectMany(at => new[] { at.AddTicks(-1), at, at.AddTicks(1), at.AddMinutes(30) }).Distinct();
    }

    private static TerritoryAction PlainAction(
        TerritoryPolicyConfig spec, (string, NetworkKind, string) caller, DateTimeOffset at) =>
        (spec.Effective?.From is not { } from || at >= from)
        && (spec.Effective?.Until is not { } until || at < until)
            ? InForce(spec, caller, at) : TerritoryAction.Serve;

    private static long? PlainNotice(
        TerritoryPolicyConfig spec, (string, NetworkKind, string) caller, DateTimeOffset at) =>
        spec.Effective?.From is { } from && (spec.NoticeFrom ?? spec.Announced) <= at && at < from
        && InForce(spec, caller, from) >= TerritoryAction.Reroute
            ? from.UtcTicks : null;

    private static TerritoryAction InForce(
        TerritoryPolicyConfig spec, (string Caller, NetworkKind Network, string Declared) caller, DateTimeOffset at)
    {
        if (spec.Exemptions!.Any(e => (e.From is null || e.From <= at) && at < e.Until))
            return TerritoryAction.Serve;
        var excluded = spec.Serves.Exclude!.Contains(caller.Caller)
            || (spec.Account is not null && spec.Serves.Exclude!.Contains(caller.Declared));
        var (own, network) = (
            excluded ? spec.Unserved : TerritoryAction.Serve,
            caller.Network == NetworkKind.Vpn ? spec.Anonymizer!.Vpn!.Value : TerritoryAction.Serve);
        return own > network ? own : network;
    }
}
