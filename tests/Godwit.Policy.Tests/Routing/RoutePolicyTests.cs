using System.Collections.Frozen;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Godwit.Policy.Territories;
using Xunit;
using static Godwit.Policy.Tests.Territories.PolicySamples;

namespace Godwit.Policy.Tests.Routing;

/// <summary>Which targets of a route may answer, in which order.</summary>
public class RoutePolicyTests
{
    private static readonly TerritoryRules Reroutes = Rules(Table(TerritoryAction.Reroute, ["CN"]), "reroutes");
    private static readonly TerritoryRules Refuses = Rules(Table(TerritoryAction.Refuse, ["CN"]), "refuses");
    private static readonly TerritoryRules Observes = Rules(Table(TerritoryAction.Observe, ["CN"]), "observes");

    [Fact]
    public void A_served_caller_gets_the_first_target_and_none_of_those_for_unserved_callers()
    {
        var plan =
            Plan("US", Target("openai", TargetCondition.Always, Reroutes), Target("qwen", TargetCondition.Unserved));
        Assert.Equal((RequestDecision.Served, "openai/m"), (plan.Decision, Names(plan)));
    }

    [Fact]
    public void An_unserved_caller_is_rerouted_and_told_by_which_policy()
    {
        var plan =
            Plan("CN", Target("openai", TargetCondition.Always, Reroutes), Target("qwen", TargetCondition.Unserved));
        Assert.Equal((RequestDecision.Rerouted, "qwen/m"), (plan.Decision, Names(plan)));
        Assert.Equal("reroutes", plan.Territory.Policy!.Name);
    }

    [Fact]
    public void A_policy_that_refuses_ends_the_request_though_another_target_could_serve()
    {
        var plan =
            Plan("CN", Target("openai", TargetCondition.Always, Refuses), Target("qwen", TargetCondition.Always));
        Assert.Equal((RequestDecision.Refused, ""), (plan.Decision, Names(plan)));
        Assert.Equal("refuses", plan.Territory.Policy!.Name);
    }

    [Fact]
    public void A_refusing_fallback_is_left_out_where_the_first_target_serves()
    {
        var plan =
            Plan("CN", Target("qwen", TargetCondition.Always), Target("openai", TargetCondition.Always, Refuses));
        Assert.Equal((RequestDecision.Served, "qwen/m"), (plan.Decision, Names(plan)));
    }

    [Fact]
    public void Nobody_left_is_a_refusal()
    {
        var plan = Plan("CN", Target("openai", TargetCondition.Always, Reroutes));
        Assert.Equal(RequestDecision.Refused, plan.Decision);
    }

    [Fact]
    public void An_observing_policy_serves_and_says_that_it_observed()
    {
        var plan = Plan("CN", Target("openai", TargetCondition.Always, Observes));
        Assert.Equal((RequestDecision.Observed, "openai/m"), (plan.Decision, Names(plan)));
    }

    [Fact]
    public void A_target_that_does_not_offer_the_operation_is_no_candidate_and_no_refusal()
    {
        var plan = new RoutePlan();
        RoutePolicy.Decide(From("US"), Route(Target("openai", TargetCondition.Always)), Operation.Embeddings, 0, plan);
        Assert.Equal((RequestDecision.None, ""), (plan.Decision, Names(plan)));
    }

    [Theory]
    [InlineData(OnFailure.Next, RequestDecision.Rerouted, "openai/m,qwen/m")]
    [InlineData(OnFailure.Stop, RequestDecision.Refused, "openai/m")]
    public void A_provider_that_refuses_itself_is_believed_and_the_policy_that_was_behind_is_named(
        OnFailure onFailure, RequestDecision decision, string names)
    {
        var openai = Target("openai", TargetCondition.Always, Reroutes);
        var route = Route(onFailure, openai, Target("qwen", TargetCondition.Unserved));
        var plan = new RoutePlan();
        RoutePolicy.Decide(From("US"), route, Operation.Chat, CutOff.UtcTicks, plan);

        var behind = RoutePolicy.Believe(From("US"), route, Operation.Chat, CutOff.UtcTicks, openai, plan);

        Assert.Equal((decision, names), (plan.Decision, Names(plan)));
        Assert.Equal((TerritoryReason.ProviderRefused, Reroutes), (plan.Territory.Reason, plan.Territory.Policy));
        Assert.Same(Reroutes, behind);
    }

    [Fact]
    public void A_refusal_by_a_provider_in_no_policys_scope_names_none_and_may_end_the_request()
    {
        var openai = Target("openai", TargetCondition.Always);
        var plan = Plan("US", openai);

        Assert.Null(RoutePolicy.Believe(
            From("US"), Route(openai), Operation.Chat, CutOff.UtcTicks, openai, plan));
        Assert.Equal(RequestDecision.Refused, plan.Decision);
    }

    private static RoutePlan Plan(string territory, params TargetRules[] targets)
    {
        var plan = new RoutePlan();
        RoutePolicy.Decide(From(territory), Route(targets), Operation.Chat, CutOff.UtcTicks, plan);
        return plan;
    }

    private static string Names(RoutePlan plan) => string.Join(",", plan.Targets.Select(t => t.Name));

    private static RouteRules Route(params TargetRules[] targets) => Route(OnFailure.Next, targets);

    private static RouteRules Route(OnFailure onFailure, params TargetRules[] targets) =>
        new() { Name = "m", Targets = [.. targets], OnFailure = onFailure, Implied = false };

    private static TargetRules Target(string provider, TargetCondition when, params TerritoryRules[] rules) => new()
    {
        Provider = new ProviderRules
        {
            Index = 0, Name = provider, TelemetryName = provider, Dialect = Dialect.OpenAIChat, Http2 = false,
            Simulated = false, StreamUsageOption = true, ConnectTimeout = default, ResponseTimeout = default,
            IdleTimeout = default, Territories = [.. rules],
        },
        Model = "m",
        ProviderModel = "m",
        ProviderModelJson = "\"m\""u8.ToArray(),
        When = when,
        Doors =
        [
            new DoorRules
            {
                Dialect = Dialect.OpenAIChat,
                Endpoints =
                    new Dictionary<Operation, Uri> { [Operation.Chat] = new("http://x.test/v1") }.ToFrozenDictionary(),
                StreamEndpoints = FrozenDictionary<Operation, Uri>.Empty,
            },
        ],
    };
}
