using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Prices.Repricing;

/// <summary>Correcting what stored requests cost when a price was wrong, on both engines.</summary>
public abstract class RepricingTests : IAsyncLifetime
{
    private const string Resources =
        """
        kind: Organization
        name: acme
        ---
        kind: Provider
        name: local
        spec:
          dialect: openai_chat
          base_url: http://127.0.0.1:9/v1
          models: [{ name: tiny }, { name: big }, { name: free }]
        ---
        kind: PriceOverride
        name: all
        spec: { provider: local, model: "*i*", valid_from: 2026-01-01, currency: USD, input_per_million: 2, output_per_million: 4 }
        """;

    private static readonly DateTimeOffset Start = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly RepriceRequest April = new() { From = Start.AddDays(-1), To = Start.AddDays(30) };

    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected RepricingTests(TestDatabase database) => this.database = database;

    public async ValueTask InitializeAsync()
    {
        node = await ControlNode.StartAsync(database, folder.Path);
        await node.Client.ApplyAsync(Resources);
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
    public async Task A_wrong_price_is_corrected_once_and_every_sum_follows()
    {
        var tiny = Record(0) with { Cost = 0.00001m, Currency = "USD", PriceVersion = "wrong" };
        var free = Record(1) with { Model = "free", Cost = 7m, Currency = "USD", PriceVersion = "gone" };
        await StoreAsync(tiny, free, Record(2), Record(3) with { Provider = null, Model = null, Usage = default });

        var dry = await node.Client.RepriceAsync(April with { DryRun = true });
        Assert.Equal(7.00001m, await SpentAsync());
        var done = await node.Client.RepriceAsync(April with { Reason = "invoice 4711" });
        var again = await node.Client.RepriceAsync(April);

        Assert.Equivalent(dry, done, strict: true);
        Assert.Equal((3, 2, 1, null), (done.Examined, done.Corrected, done.WithoutPrice, done.Next));
        Assert.Equal(
            [(1, null, null, 0.000024m), (1, 0.00001m, "USD", 0.000024m)],
            done.Rows.Select(r => ((int)r.Requests, r.OldAmount, r.OldCurrency, r.NewAmount / 1.0000000000000m)));
        Assert.Equal((3, 0), (again.Examined, again.Corrected));
        Assert.Equal(7.000048m, await SpentAsync());
        // By status, which hourly sums do not have: from the records, with what they cost now.
        Assert.Equal(7.000048m, await ReportedAsync("status"));
        Assert.Equal(7.000048m, await ReportedAsync("model"));
    }

    [Fact]
    public async Task A_search_is_priced_once_its_price_is_known_and_explained_by_tool()
    {
        var searched = Record(0) with
        {
            Usage = new TokenUsage(10, 1, 0, 0)
            {
                ServerToolCalls = 3,
                ServerTools = ServerToolCounts.Add(ServerToolCounts.Of("web_search", 2), "web_fetch", 1),
            },
        };
        await StoreAsync(searched, Record(1) with { Cost = 0.000024m, Currency = "USD", PriceVersion = "before" });
        Assert.Equal(0, (await node.Client.RepriceAsync(April)).Corrected);

        await node.Client.ApplyAsync(Resources.Replace(
            "output_per_million: 4",
            "output_per_million: 4, "
                + "server_tools: [{ tool: web_search, per_call: 0.01 }, { tool: web_fetch, per_call: 0 }]",
            StringComparison.Ordinal));
        var done = await node.Client.RepriceAsync(April);

        Assert.Equal((2, 1, 0), (done.Examined, done.Corrected, done.WithoutPrice));
        Assert.Equal(0.020048m, await SpentAsync());
        Assert.Equal(0, (await node.Client.RepriceAsync(April)).Corrected);
        Assert.Equal(
            [(null, 10L), (null, 1), ("web_fetch", 1), ("web_search", 2)],
            (await node.Client.CostAsync(searched.Id)).Parts.Select(part => (part.Tool, part.Count)));
        Assert.Equal(searched.Usage, (await node.Client.RequestAsync(searched.Id)).Usage);
    }

    [Fact]
    public async Task What_failed_attempts_cost_is_corrected_once_and_the_report_follows()
    {
        var failed = new AttemptRecord
        {
            Provider = "local", Model = "tiny", Status = 500, Failure = FailureClass.ServerError, DurationUs = 1,
            Usage = new TokenUsage(10, 1, 0, 0), Cost = 1m, Currency = "EUR",
        };
        var unpriced = failed with { Cost = null, Currency = null };
        var rescued = Record(0) with { Model = "free", Attempts = [failed, unpriced with { Usage = null }, unpriced] };
        var vain = Record(1) with { Provider = null, Model = null, Usage = default, Attempts = [failed] };
        await StoreAsync(rescued, vain, Record(2) with { Model = "free" });
        var asked = April with { Provider = "local", Model = "t*", Reason = "invoice 4711" };

        var dry = await node.Client.RepriceAsync(asked with { DryRun = true });
        Assert.Equal([new UsageCost("EUR", 2m)], (await FailedAsync()).Cost);
        var done = await node.Client.RepriceAsync(asked);
        var again = await node.Client.RepriceAsync(asked);

        Assert.Equivalent(dry, done, strict: true);
        Assert.Equal((0, 0, 3), (done.Examined, done.Corrected, done.CorrectedAttempts));
        Assert.Equal(
            [("tiny", 1, null, 0.000024m), ("tiny", 2, 2m, 0.000048m)],
            done.Rows.Select(r => (r.Model, (int)r.Attempts, r.OldAmount, r.NewAmount / 1.0000000000000m)));
        Assert.Equal((0, 0), (again.CorrectedAttempts, again.Rows.Count));
        var row = await FailedAsync();
        Assert.Equal([new UsageCost("USD", 0.000072m)], row.Cost);
        Assert.Equal((4, 1), (row.Attempts, row.WithoutCost));
        Assert.Equal(0, await SpentAsync());
        Assert.Equal((1m, "EUR"), (await node.Client.RequestAsync(rescued.Id)).Attempts[0] is var kept
            ? (kept.Cost!.Value, kept.Currency) : default);
    }

    [Fact]
    public async Task Explain_lists_the_corrections_of_attempts_apart()
    {
        var failed = new AttemptRecord
        {
            Provider = "local", Model = "tiny", Failure = FailureClass.Timeout, Usage = new TokenUsage(10, 1, 0, 0),
        };
        var record = Record(0) with { Attempts = [failed, failed] };
        await StoreAsync(record);
        await node.Client.RepriceAsync(April);
        await node.Client.ApplyAsync(Resources.Replace("input_per_million: 2", "input_per_million: 3",
            StringComparison.Ordinal));

        var second = await node.Client.RepriceAsync(April);

        Assert.Equal((1, 2), (second.Corrected, second.CorrectedAttempts));
        var cost = await node.Client.CostAsync(record.Id);
        Assert.Equal([(null, 1L), (null, 2L)], cost.Corrections.Select(c => (c.Attempt, c.Number)));
        Assert.Equal(
            [(1, 1L, 0.000024m), (1, 2L, 0.000034m), (2, 1L, 0.000024m), (2, 2L, 0.000034m)],
            cost.AttemptCorrections.Select(c => (c.Attempt!.Value, c.Number, c.NewAmount / 1.0000000000000m)));
    }

    [Fact]
    public async Task Explain_lists_the_corrections_and_the_parts_of_the_last()
    {
        var record = Record(0) with { Cost = 1m, Currency = "EUR", PriceVersion = "wrong" };
        await StoreAsync(record);
        await node.Client.RepriceAsync(April with { Reason = "invoice 4711" });

        var cost = await node.Client.CostAsync(record.Id);

        var entry = Assert.Single(cost.Corrections);
        Assert.Equal(
            (1m, "EUR", "wrong", "USD", cost.Version, "admin: tester", "invoice 4711"),
            (entry.OldAmount, entry.OldCurrency, entry.OldPriceVersion, entry.NewCurrency, entry.NewPriceVersion,
                entry.CorrectedBy, entry.Reason));
        Assert.Equal((1m, "EUR", null), (cost.RecordedAmount, cost.RecordedCurrency, cost.Note));
        Assert.Equal(entry.NewAmount, cost.Amount);
        Assert.Equal(1m, (await node.Client.RequestAsync(record.Id)).Cost);

        await node.Client.ApplyAsync(Resources.Replace("input_per_million: 2", "input_per_million: 3",
            StringComparison.Ordinal));
        Assert.Contains(
            "the last correction names is not known any more", (await node.Client.CostAsync(record.Id)).Note,
            StringComparison.Ordinal);
        await node.Client.RepriceAsync(April);
        Assert.Equal([1, 2], (await node.Client.CostAsync(record.Id)).Corrections.Select(c => c.Number));
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_corrected()
    {
        var before = Record(-2 * 86_400);
        var big = Record(1) with { Model = "big" };
        var others = Record(2) with { Organization = "other" };
        await StoreAsync(before, Record(0), big, others);

        Assert.Equal(1, (await node.Client.RepriceAsync(April with { Model = "b*" })).Corrected);
        Assert.Equal(1, (await node.Client.RepriceAsync(April with { Organization = "acme" })).Corrected);
        Assert.Equal(1, (await node.Client.RepriceAsync(April with { Provider = "local" })).Corrected);

        Assert.Empty((await node.Client.CostAsync(before.Id)).Corrections);
        Assert.Single((await node.Client.CostAsync(big.Id)).Corrections);
    }

    [Fact]
    public async Task Many_requests_are_corrected_in_batches_and_calls_go_on_where_the_last_one_ended()
    {
        var records = Enumerable.Range(0, 1203).Select(Record).ToArray();
        await StoreAsync(records);

        var rest = await node.Client.RepriceAsync(April with { After = records[600].Id });
        var all = await node.Client.RepriceAsync(April);

        Assert.Equal((602, 601, null), (rest.Corrected, all.Corrected, all.Next));
        Assert.Equal(1203, all.Examined);
        Assert.Equal(1203 * 0.000024m, await SpentAsync());
    }

    [Fact]
    public async Task A_request_that_makes_no_sense_is_refused_with_what_is_wrong()
    {
        await RefusedAsync(April with { To = April.From }, 400, "to: is not after from");
        await RefusedAsync(April with { Reason = "a\nb" }, 400, "reason: a line of 1 to 500");
        await RefusedAsync(April with { Provider = "nobody" }, 404, "Provider 'nobody' does not exist");
        await RefusedAsync(April with { Organization = "nobody" }, 404, "Organization 'nobody' does not exist");
    }

    private async Task RefusedAsync(RepriceRequest request, int status, string title)
    {
        var problem = (await Assert.ThrowsAsync<AdminApiException>(() => node.Client.RepriceAsync(request))).Problem;
        Assert.Equal(status, problem.Status);
        Assert.Contains(title, problem.Title, StringComparison.Ordinal);
    }

    private async Task<FailedAttemptsRow> FailedAsync() => Assert.Single((await node.Client.FallbackReportAsync(
        new Dictionary<string, string?> { ["since"] = "2026-03-31", ["until"] = "2026-05-01" })).FailedAttempts);

    private async Task<decimal> SpentAsync() =>
        (await node.Client.UsageAsync([])).Rows.SelectMany(r => r.Cost).Sum(c => c.Amount);

    private async Task<decimal> ReportedAsync(string by) => (await node.Client.ReportAsync(
        [by], new Dictionary<string, string?> { ["since"] = "2026-03-31", ["until"] = "2026-05-01" }))
        .Rows.SelectMany(r => r.Cost).Sum(c => c.Amount);

    private async Task StoreAsync(params RequestRecord[] records)
    {
        var store = node.App.Services.GetRequiredService<IRequestStore>();
        await store.PrepareAsync(CancellationToken.None);
        await store.AppendAsync([.. records.Select(JournalRecord.Of)], CancellationToken.None);
    }

    // 10 input tokens at 2 and one output token at 4 a million: 0.000024.
    private static RequestRecord Record(int second)
    {
        var start = Start.AddSeconds(second);
        return new RequestRecord
        {
            Id = Guid.CreateVersion7(start), StartedAt = start, Organization = "acme", Provider = "local",
            Model = "tiny", Status = 200, Usage = new TokenUsage(10, 1, 0, 0),
        };
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteRepricingTests() : RepricingTests(new SqliteTestDatabase());

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresRepricingTests() : RepricingTests(new PostgresTestDatabase());
