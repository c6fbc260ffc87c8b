using Godwit.Control.Api;
using Godwit.Control.Tests.Evidence;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Control.Tests.Reports;

/// <summary>On SQLite.</summary>
public sealed class SqliteFallbackReportTests() : FallbackReportTests(new SqliteTestDatabase());

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresFallbackReportTests() : FallbackReportTests(new PostgresTestDatabase());

/// <summary>What failed attempts cost, and what another target than the first one cost more.</summary>
public abstract class FallbackReportTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected FallbackReportTests(TestDatabase database) => this.database = database;

    public async ValueTask InitializeAsync()
    {
        node = await ControlNode.StartAsync(database, folder.Path);
        await node.Client.ApplyAsync(ReportSamples.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
            await node.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Failed_attempts_are_told_by_model_and_failure_with_their_time_and_unknown_cost()
    {
        var at = ReportSamples.Start;
        await node.StoreAsync(
            Answered(at, "east", "near", Failed("maker", "large", FailureClass.ServerError)),
            Answered(at.AddSeconds(1), "east", "same", Failed("maker", "large", FailureClass.ServerError),
                Failed("east", "near", FailureClass.RateLimit)),
            ReportSamples.Plain(at) with
            {
                Status = 500, Attempts = [Failed("maker", "large", FailureClass.ServerError)],
            },
            node.Priced(ReportSamples.Plain(at)));

        var report = await node.Client.FallbackReportAsync(ReportSamples.Period);

        Assert.Equal((4, 3), (report.Requests, report.WithFailedAttempts));
        Assert.Equal(
            ["east/near rate_limit 1 rescued 1 250", "maker/large server_error 3 rescued 2 750"],
            report.FailedAttempts.Select(r => FormattableString.Invariant(
                $"{r.Provider}/{r.Model} {r.Failure} {r.Attempts} rescued {r.Rescued} {r.DurationMs:0.##}")));
        Assert.All(report.FailedAttempts, r => Assert.Equal((0, r.Attempts), (r.WithUsage, r.WithoutCost)));
    }

    [Fact]
    public async Task What_a_failed_attempt_used_and_cost_is_told_where_the_provider_told_it()
    {
        var failed = Failed("maker", "large", FailureClass.Timeout);
        await node.StoreAsync(
            Answered(ReportSamples.Start, "east", "near", failed with
            {
                Usage = new TokenUsage(100, 10, null, null), Cost = 0.00045m, Currency = "USD",
            }),
            Answered(ReportSamples.Start, "east", "near", failed with { Usage = new TokenUsage(7, null, null, null) }));

        var row = Assert.Single((await node.Client.FallbackReportAsync(ReportSamples.Period)).FailedAttempts);

        Assert.Equal((2, 2, 107, 10, 1), (
            row.Attempts, row.WithUsage, row.InputTokens, row.OutputTokens, row.WithoutCost));
        Assert.Equal([new UsageCost("USD", 0.00045m)], row.Cost);
    }

    [Fact]
    public async Task Another_target_than_the_first_is_compared_with_it_in_one_currency_only()
    {
        var at = ReportSamples.Start;
        await node.StoreAsync(
            // 100 in and 10 out: 0.0003 at near, 0.00045 at large.
            Answered(at, "east", "near", Failed("maker", "large", FailureClass.Overloaded)),
            Answered(at, "east", "near") with { Decision = RequestDecision.Rerouted },
            Answered(at, "east", "near"),
            Answered(at, "east", "same", Failed("maker", "large", FailureClass.Overloaded)),
            Answered(at, "maker", "large"),
            Answered(at, "east", "near") with { RequestModel = "unknown" });

        var report = await node.Client.FallbackReportAsync(ReportSamples.Period);

        Assert.Equal(
            ["east/near Failure 1 1", "east/near Territory 1 1", "east/near Choice 1 1", "east/same Failure 1 0"],
            report.Reroutes.Select(r => $"{r.Answered} {r.Cause} {r.Requests} {r.Compared}"));
        Assert.All(report.Reroutes, r => Assert.Equal("maker/large", r.First));
        Assert.Equal(
            new ReroutePremium("USD", 0.0003m, 0.00045m, -0.00015m), Assert.Single(report.Reroutes[0].Premium));
        Assert.Empty(report.Reroutes[^1].Premium);
    }

    private RequestRecord Answered(DateTimeOffset at, string provider, string model, params AttemptRecord[] before)
    {
        var plain = node.Priced(ReportSamples.Plain(at, provider, model));
        return plain with { Attempts = [.. before, .. plain.Attempts] };
    }

    private static AttemptRecord Failed(string provider, string model, FailureClass failure) => new()
    {
        Provider = provider, Model = model, Status = 500, Failure = failure, DurationUs = 250_000,
    };
}
