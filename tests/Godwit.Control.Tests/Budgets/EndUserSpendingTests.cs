using Godwit.Control.Budgets;
using Godwit.Control.Storage;
using Godwit.Control.Storage.EndUsers;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Limits;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Budgets;

public sealed class EndUserSpendingOnSqliteTests() : EndUserSpendingTests(new SqliteTestDatabase());

public sealed class EndUserSpendingOnPostgresTests() : EndUserSpendingTests(new PostgresTestDatabase());

/// <summary>What end users used of a budget, as the stored records' charges tell it.</summary>
public abstract class EndUserSpendingTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 10, 31, 18, 0, 0, TimeSpan.Zero);
    private static readonly string Alice = EndUserName.Of("app-key", "alice"u8);
    private static readonly string Bob = EndUserName.Of("app-key", "bob"u8);

    private readonly FakeTimeProvider time = new(Now);
    private readonly TestDatabase test;
    private IRequestStore store = null!;
    private EndUserSpending spending = null!;

    private protected EndUserSpendingTests(TestDatabase test) => this.test = test;

    public async ValueTask InitializeAsync()
    {
        var database = await test.ConnectAsync(time);
        await database.MigrateAsync(default);
        store = test.Requests(database, time);
        await store.PrepareAsync(default);
        spending = new EndUserSpending(new EndUserCounts(database));
    }

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Each_end_user_is_counted_alone_whatever_the_batch_and_however_often_a_record_comes()
    {
        var budget = Budget();
        var first = Record(Charge(Alice, 3_000_000_000), Charge(Alice, 1_000_000_000), Charge(Bob, 500_000_000));
        await store.AppendAsync([first, Record(Charge(Bob, 1)), Record(Charge(Bob, 0)), first], default);
        await store.AppendAsync([first], default);
        await store.AppendAsync([Record(Charge(Alice, 2_000_000_000))], default);

        Assert.Equal([(Alice, 6m), (Bob, 0.500000001m)], await MostAsync(budget));
    }

    [Fact]
    public async Task What_is_no_end_users_is_not_counted()
    {
        await store.AppendAsync(
            [
                Record(
                    new Charge("Budget/b#USD", Period(Budget()), 1, 1),
                    new Charge("Budget/b#USD|app-key", Period(Budget()), 1, 1),
                    new Charge("Budget/b|" + Alice, Period(Budget()), 1, 1),
                    new Charge("Budget/b#|" + Alice, Period(Budget()), 1, 1),
                    new Charge("RateLimit/b#USD|" + Alice, Period(Budget()), 1, 1),
                    new Charge("grant/" + Alice, 0, 1, 1)),
                Record(Charge(Alice[..^1] + "X", 1), Charge(Alice + "0", 1)),
                Record(Charge(Bob, 1), new Charge("Budget/\0#USD|" + Alice, Period(Budget()), 1, 1)),
            ],
            default);

        Assert.Empty(await MostAsync(Budget()));
    }

    [Fact]
    public async Task A_threshold_is_due_until_it_was_told_and_then_the_next_one()
    {
        var budget = Budget(50, 80, 100);
        await store.AppendAsync([Record(Charge(Alice, 4_999_999_999), Charge(Bob, 5_000_000_000))], default);
        Assert.Equal([(Bob, "50")], await DueAsync(budget));
        Assert.Equal([(Bob, "50")], await DueAsync(budget));

        await TellAsync(budget);
        Assert.Empty(await DueAsync(budget));
        await store.AppendAsync([Record(Charge(Alice, 99_000_000_000), Charge(Bob, 3_000_000_000))], default);
        Assert.Equal([(Alice, "50 80 100"), (Bob, "80")], await DueAsync(budget));
        await TellAsync(budget);
        Assert.Empty(await DueAsync(budget));

        // More thresholds, a larger amount: what a count has not reached before is due, and nothing else.
        Assert.Equal([(Alice, "200")], await DueAsync(Budget(20, 80, 200)));
        var larger = budget with { Spec = Spec(50, 900) with { Amount = 11 } };
        Assert.Equal([(Alice, "900")], await DueAsync(larger));
    }

    [Fact]
    public async Task Thresholds_of_tokens_are_reached_by_whole_ones()
    {
        var budget = Budget(33.3m) with { Spec = Spec(33.3m) with { Unit = LimitUnit.Tokens, Amount = 10 } };
        await store.AppendAsync(
            [Record(Charge(Alice, 3, counted: "tokens"), Charge(Bob, 4, counted: "tokens"))], default);
        Assert.Equal([(Bob, "33.3")], await DueAsync(budget));
    }

    [Fact]
    public async Task What_was_counted_in_another_unit_or_currency_is_not_there_and_goes_with_time()
    {
        var (old, tokens) = (Now.AddDays(-368), Budget(50) with { Spec = Spec(50) with { Unit = LimitUnit.Tokens } });
        var yuan = Budget(50) with { Spec = Spec(50) with { Currency = "CNY" } };
        await store.AppendAsync(
            [Record(Charge(Alice, 9_000_000_000), Charge(Alice, 6, counted: "tokens"), Charge(Bob, 7, old))], default);

        Assert.Equal([(Alice, 9m)], await MostAsync(Budget()));
        Assert.Equal([(Alice, 6m)], await MostAsync(tokens));
        Assert.Empty(await MostAsync(yuan));
        Assert.Equal([(Alice, "50")], await DueAsync(tokens));
        await TellAsync(tokens);
        Assert.Equal([(Alice, "50")], await DueAsync(Budget(50)));

        // As long as its period is not over, the unit may become what it was.
        await spending.ForgetAsync(SetOf(tokens), Now, default);
        Assert.Single(await MostAsync(Budget()));
        Assert.Empty(await MostAsync(Budget(), old));
    }

    [Fact]
    public async Task A_look_sees_so_many_at_most_and_the_next_one_the_others()
    {
        var budget = Budget(50);
        await store.AppendAsync(
            [
                .. Enumerable.Range(0, 130).Select(i => Record(
                    Charge(EndUserName.Of("app-key", BitConverter.GetBytes(i)), 6_000_000_000 + i))),
            ],
            default);

        Assert.Equal(100, (await DueAsync(budget)).Count);
        await TellAsync(budget);
        Assert.Equal(30, (await DueAsync(budget)).Count);
        await TellAsync(budget);
        Assert.Empty(await DueAsync(budget));
        Assert.Equal(20, (await MostAsync(budget)).Count);
    }

    [Fact]
    public async Task A_count_beyond_all_sense_stays_and_stores_what_comes_behind()
    {
        for (var i = 0; i < 12; i++)
            await store.AppendAsync([Record(Charge(Alice, long.MaxValue), Charge(Alice, long.MaxValue))], default);

        Assert.Equal([(Alice, 1_000_000_000m)], await MostAsync(Budget()));
    }

    [Fact]
    public async Task What_is_over_is_forgotten_also_of_budgets_that_are_gone()
    {
        var (past, budget) = (Now.AddMonths(-1), Budget(50));
        await store.AppendAsync(
            [
                Record(Charge(Alice, 7, past), Charge(Bob, 8)),
                Record(Charge(Alice, 9, Now.AddDays(-400), "gone"), Charge(Alice, 9, past, "gone")),
            ],
            default);

        await spending.ForgetAsync(SetOf(budget), Now, default);

        Assert.Equal([(Bob, 0.000000008m)], await MostAsync(budget));
        Assert.Empty(await MostAsync(budget, past));
        var gone = budget with { Name = "gone" };
        Assert.Empty(await MostAsync(gone, Now.AddDays(-400)));
        Assert.Single(await MostAsync(gone, past));
    }

    private static BudgetSet SetOf(Resource<BudgetConfig> budget) => new(new ConfigurationSet { Budgets = [budget] });

    private static Resource<BudgetConfig> Budget(params decimal[] alerts) => new("b", 1, Spec(alerts));

    private static BudgetConfig Spec(params decimal[] alerts) =>
        new() { Amount = 10, Currency = "USD", Per = LimitPer.EndUser, Alerts = alerts };

    private static long Period(Resource<BudgetConfig> budget, DateTimeOffset? at = null) =>
        BudgetSpan.Of(budget.Spec, at ?? Now).From.UtcTicks;

    private static Charge Charge(
        string endUser, long spent, DateTimeOffset? at = null, string budget = "b", string counted = "USD") =>
        new($"Budget/{budget}#{counted}|{endUser}", Period(Budget(), at), spent, spent);

    private static RequestRecord Record(params Charge[] charges) => new()
    {
        Id = Guid.CreateVersion7(Now), StartedAt = Now, Provider = "openai", Charges = charges,
    };

    private async Task<IReadOnlyList<(string, decimal)>> MostAsync(
        Resource<BudgetConfig> budget, DateTimeOffset? at = null) =>
    [
        .. (await spending.MostAsync(budget, BudgetSpan.Of(budget.Spec, at ?? Now), default))
            .Select(count => (count.Name!, count.Used)),
    ];

    private async Task<IReadOnlyList<(string, string)>> DueAsync(Resource<BudgetConfig> budget) =>
    [
        .. (await spending.ReachedAsync(budget, BudgetSpan.Of(budget.Spec, Now), default)).Select(alerts => (
            alerts[0].Count.Name!,
            string.Join(' ', alerts.Select(alert => FormattableString.Invariant($"{alert.Percent}"))))),
    ];

    private async Task TellAsync(Resource<BudgetConfig> budget)
    {
        foreach (var alerts in await spending.ReachedAsync(budget, BudgetSpan.Of(budget.Spec, Now), default))
            await spending.TellAsync(alerts, default);
    }
}
