using FsCheck;
using FsCheck.Xunit;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;
using Godwit.Policy.Routing;
using Godwit.Policy.Tests.Territories;
using Xunit;
using static Godwit.Policy.Tests.Grants.GrantSamples;

namespace Godwit.Policy.Tests.Grants;

/// <summary>Which targets come first for what was given, and which grant pays.</summary>
public class GrantPolicyTests
{
    private static readonly long Now = Ticks("2026-06-15T00:00:00Z");
    private static readonly GrantRules Soon = Grant("soon", until: "2026-07-01T00:00:00Z");
    private static readonly GrantRules Late = Grant("late", until: "2026-12-01T00:00:00Z");
    private static readonly GrantRules Ever = Grant("ever", until: "");
    private static readonly GrantRules Monthly = Grant("monthly", until: "", renews: GrantRenewal.Monthly);

    [Fact]
    public void What_ends_first_comes_first_and_targets_without_a_grant_come_last_in_their_order()
    {
        var names = Order(
            GrantEnd.Paid, new Balances(("soon", 1), ("late", 1), ("ever", 1)),
            Target("plain"), Target("ever", Ever), Target("late", Late), Target("other"), Target("soon", Soon));

        Assert.Equal(["soon", "late", "ever", "plain", "other"], names);
    }

    [Fact]
    public void The_end_of_a_monthly_grant_is_that_of_its_month() =>
        Assert.Equal(["monthly", "late"], Order(
            GrantEnd.Paid, new Balances(("monthly", 1), ("late", 1)),
            Target("late", Late), Target("monthly", Monthly)));

    [Fact]
    public void A_target_whose_grants_are_used_up_goes_on_for_money_where_it_was_written() =>
        Assert.Equal(["late", "soon", "plain"], Order(
            GrantEnd.Paid, new Balances(("late", 1)), Target("soon", Soon), Target("plain"), Target("late", Late)));

    [Fact]
    public void Or_it_is_passed_over() =>
        Assert.Equal(["late", "plain"], Order(
            GrantEnd.Next, new Balances(("late", 1)), Target("soon", Soon), Target("plain"), Target("late", Late)));

    [Fact]
    public void Where_all_are_passed_over_nobody_is_left()
    {
        var plan = Plan(Target("soon", Soon));

        Assert.False(GrantPolicy.Order(
            plan, Route(GrantEnd.Next), organization: -1, Now, new Balances(("late", 1))));
        Assert.Empty(plan.Targets);
    }

    [Fact]
    public void There_is_room_for_as_much_input_as_the_fullest_grant_of_the_account_has_left()
    {
        var target = Target("m", Soon, Late);
        var left = new Balances(("soon", 5), ("late", 9));

        Assert.Equal(9, GrantPolicy.RoomOf(target, null, organization: -1, Now, left));
        Assert.Equal(-1, GrantPolicy.RoomOf(target, null, organization: -1, Now, new Balances()));
        Assert.Equal(-1, GrantPolicy.RoomOf(target, null, organization: -1, Ticks("2027-01-01T00:00:00Z"), left));
        Assert.Equal(-1, GrantPolicy.RoomOf(Target("m"), null, organization: -1, Now, left));
    }

    [Fact]
    public void A_grant_that_has_not_begun_neither_counts_nor_has_ended() =>
        Assert.Equal(["future", "plain"], Order(
            GrantEnd.Next, new Balances(("future", 1)),
            Target("future", Grant("future", from: "2026-07-01T00:00:00Z")), Target("plain")));

    [Fact]
    public void A_route_that_does_not_prefer_grants_stays_as_written()
    {
        var plan = Plan(Target("plain"), Target("soon", Soon));

        GrantPolicy.Order(
            plan, Route(GrantEnd.Paid, RoutePreference.None), organization: -1, Now, new Balances(("soon", 1)));

        Assert.Equal(["plain", "soon"], plan.Targets.Select(t => t.Model));
    }

    [Fact]
    public void The_caller_is_told_of_the_end_of_the_target_that_comes_first()
    {
        var noticed = Plan(Target("plain"), Target("noticed", Soon));
        var soon = Plan(Target("noticed"), Target("soon", Soon));
        Assert.Equal((true, false), (noticed.Notice is null, soon.Notice is null));

        foreach (var plan in new[] { noticed, soon })
            GrantPolicy.Order(plan, Route(GrantEnd.Paid), organization: -1, Now, new Balances(("soon", 1)));

        Assert.Equal((false, true), (noticed.Notice is null, soon.Notice is null));
    }

    [Fact]
    public void The_grant_that_ends_first_and_has_enough_for_the_worst_case_pays()
    {
        var target = Target("m", Soon, Late, Monthly);
        var most = new TokenUsage(80, 20, null, null);

        Assert.Equal("monthly", Choose(target, most, ("soon", 99), ("late", 500), ("monthly", 100)));
        Assert.Equal("late", Choose(target, most, ("soon", 99), ("late", 500), ("monthly", 99)));
        Assert.Null(Choose(target, most, ("soon", 99), ("late", 99), ("monthly", 99)));
        Assert.Null(Choose(target, default, ("soon", 99)));
    }

    [Fact]
    public void A_grant_of_one_account_pays_for_its_credentials_alone_and_says_which_to_take()
    {
        var target = Target("m", Grant("own", account: "main"));
        var (most, balances) = (new TokenUsage(1, 1, null, null), new Balances(("own", 10)));

        Assert.Null(GrantPolicy.Choose(target, "other", -1, Now, most, null, balances));
        Assert.Equal(2, GrantPolicy.Choose(target, "main", -1, Now, most, null, balances)!.Value.Amount);
        Assert.Equal("main", GrantPolicy.AccountFor(target, -1, Now, balances));
        Assert.Null(GrantPolicy.AccountFor(target, -1, Now, new Balances()));
    }

    [Property(MaxTest = 500)]
    public void Order_keeps_every_target_once_and_sorts_by_the_end_of_what_is_left(byte[] ends, byte[] left)
    {
        GrantRules[] kinds = [Soon, Late, Ever, Monthly];
        var balances = new Balances([.. kinds.Select((k, i) => (k.Name, (long)left.ElementAtOrDefault(i) % 2))]);
        var targets = ends.Select((e, i) => e % 5 == 4
            ? Target($"t{i}") : Target($"t{i}", kinds[e % 5], kinds[e / 5 % 4])).ToArray();
        var plan = Plan(targets);

        GrantPolicy.Order(plan, Route(GrantEnd.Paid), organization: -1, Now, balances);

        // By LINQ's stable sort, which the policy does without for the sake of allocations.
        var expected = targets.OrderBy(t => t.Grants.Where(g => balances.Available(g, 0) > 0)
            .Select(g => g.PeriodOf(Now).EndTicks).DefaultIfEmpty(long.MaxValue).Min() is var end
            && end == long.MaxValue && !t.Grants.Any(g => balances.Available(g, 0) > 0) ? (1, 0) : (0, end));
        Assert.Equal(expected.Select(t => t.Model), plan.Targets.Select(t => t.Model));
    }

    [Property(MaxTest = 500)]
    public void Nothing_is_reserved_beyond_what_is_left(ushort soon, ushort late, ushort input, ushort output)
    {
        var balances = new Balances(("soon", soon), ("late", late));
        var most = new TokenUsage(input, output, null, null);

        var choice = GrantPolicy.Choose(Target("m", Soon, Late), null, -1, Now, most, null, balances);

        Assert.Equal(input + output > Math.Max(soon, late), choice is null);
        if (choice is { } made)
        {
            Assert.Equal(input + output, made.Amount);
            Assert.True(made.Amount <= balances.Available(made.Grant, made.Period.StartTicks));
            Assert.Equal(made.Amount <= soon ? "soon" : "late", made.Grant.Name);
        }
    }

    private static string? Choose(TargetRules target, TokenUsage most, params (string, long)[] left) =>
        GrantPolicy.Choose(target, null, -1, Now, most, null, new Balances(left))?.Grant.Name;

    private static IEnumerable<string> Order(GrantEnd end, Balances balances, params TargetRules[] targets)
    {
        var plan = Plan(targets);
        Assert.True(GrantPolicy.Order(plan, Route(end), organization: -1, Now, balances));
        return plan.Targets.Select(target => target.Model);
    }

    private static RoutePlan Plan(params TargetRules[] targets)
    {
        var plan = new RoutePlan();
        var route = Route(GrantEnd.Paid, RoutePreference.Grants, targets);
        RoutePolicy.Decide(PolicySamples.From("CN"), route, Operation.Chat, Now, plan);
        return plan;
    }
}
