using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Reconciliation;

/// <summary>A provider's figures beside our records, on both engines.</summary>
public abstract class ReconcileApiTests : IAsyncLifetime
{
    private const string Resources =
        """
        kind: Provider
        name: openai
        spec:
          dialect: openai_chat
          base_url: http://127.0.0.1:9/v1
          models: [{ name: gpt-4o }, { name: our-mini, provider_model: gpt-4o-mini }]
        ---
        kind: ExchangeRate
        name: eur
        spec: { from: EUR, to: USD, rate: 2, valid_from: 2026-10-02 }
        """;

    private static readonly DateTimeOffset Noon = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly Day = new(2026, 10, 1);

    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected ReconcileApiTests(TestDatabase database) => this.database = database;

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
    public async Task What_agrees_matches_under_whichever_name_the_provider_has_for_it()
    {
        await StoreAsync(
            Record(0) with { Cost = 0.5m, Currency = "USD" }, Record(1) with { Cost = 0.5m, Currency = "USD" },
            Record(2) with { Model = "our-mini" }, Record(86_400) with { Cost = 1m, Currency = "EUR" },
            Record(3) with { Provider = "other" });

        var report = await ReconcileAsync(
            Use("gpt-4o-2024-08-06", "gpt-4o", 2, 200, 20, 1m), Use("gpt-4o-mini", null, 1, 100, 10, 0m),
            Use("gpt-4o-2024-08-06", "gpt-4o", 1, 101, 10, 2m) with { Day = Day.AddDays(1) });

        Assert.True(report.WithinTolerance);
        Assert.Equal(
            [
                "2026-10-01 gpt-4o matches", "2026-10-01 gpt-4o-mini matches", "2026-10-02 gpt-4o matches",
            ],
            report.Rows.Select(Shown));
        Assert.Equal(
            new ReconcileMeasure(UsageMeasure.Cost, 2m, 2m, 0m, "USD", true),
            report.Rows[2].Measures.Single(m => m.Of == UsageMeasure.Cost));
        Assert.Equal(301, report.Totals.Single(t => t.Model == "gpt-4o").Measures[1].Theirs);
        Assert.All(report.Rows, row => Assert.Empty(row.Explanations));
    }

    [Fact]
    public async Task Differences_are_explained_to_the_request()
    {
        var unknown = Record(0) with { Usage = default };
        var gone = Record(1) with { Ending = RequestEnding.ClientGone, Cost = 1m, Currency = "USD" };
        var cut = Record(2) with { Ending = RequestEnding.ProviderCut, Cost = 1m, Currency = "USD" };
        var unpriced = Record(3);
        var midnight = Record(-43_199) with { Cost = 1m, Currency = "USD" };
        var elsewhere = Record(4) with
        {
            Provider = "other", Model = "m", Attempts =
            [
                new AttemptRecord
                {
                    Provider = "openai", Model = "gpt-4o", Status = 500, Usage = new TokenUsage(70, 7, null, null),
                },
                new AttemptRecord { Provider = "other", Model = "m", Status = 200 },
            ],
        };
        var estimated = Record(6) with { UsageEstimated = true, Cost = 1m, Currency = "USD" };
        var misleading = Record(5) with { RequestModel = "\"ending\":\"client_gone\"", Cost = 1m, Currency = "USD" };
        await StoreAsync(unknown, gone, cut, unpriced, midnight, elsewhere, misleading, estimated);

        var row = Assert.Single((await ReconcileAsync(Use("gpt-4o", null, 9, 900, 90, 9m))).Rows);

        Assert.Equal(ReconcileStatus.Differs, row.Status);
        Assert.Equal((6m, 9m, -3m, false), (
            row.Measures[0].Ours, row.Measures[0].Theirs, row.Measures[0].Difference, row.Measures[0].Matches));
        Assert.Equal(
            [
                (ReconcileReason.UsageUnknown, unknown.Id), (ReconcileReason.UsageEstimated, estimated.Id),
                (ReconcileReason.PriceUnknown, unpriced.Id),
                (ReconcileReason.ClientGone, gone.Id), (ReconcileReason.Cut, cut.Id),
                (ReconcileReason.NearMidnight, midnight.Id), (ReconcileReason.AskedInVain, elsewhere.Id),
            ],
            row.Explanations.Select(e => (e.Reason, Assert.Single(e.Ids))));
        Assert.Equal((100, 10), (row.Explanations[3].InputTokens, row.Explanations[3].OutputTokens));
        Assert.Equal((70, 7), (row.Explanations[^1].InputTokens, row.Explanations[^1].OutputTokens));
    }

    [Fact]
    public async Task What_only_one_side_knows_is_told()
    {
        await StoreAsync(Record(0));

        var report = await ReconcileAsync(Use("o3", null, 1, 1, 1, null));

        Assert.False(report.WithinTolerance);
        Assert.Equal(["2026-10-01 gpt-4o only_ours", "2026-10-01 o3 only_theirs"], report.Rows.Select(Shown));
        Assert.DoesNotContain(report.Rows[0].Measures, m => m.Of == UsageMeasure.Cost);
    }

    [Fact]
    public async Task Days_are_those_of_the_exports_time_zone_and_tolerance_is_a_percentage()
    {
        await StoreAsync(Record(5 * 3600));
        var use = Use("gpt-4o", null, 1, 102, 10, null) with { Day = Day.AddDays(1) };

        var request = Request(use) with { TimeZone = "+08:00", To = Day.AddDays(2) };
        var within = await node.Client.ReconcileAsync(request with { TolerancePercent = 2 });
        var beyond = await node.Client.ReconcileAsync(request with { TolerancePercent = 1 });

        Assert.Equal(["2026-10-02 gpt-4o matches"], within.Rows.Select(Shown));
        Assert.Equal((true, false), (within.WithinTolerance, beyond.WithinTolerance));
        Assert.Equal(["2026-10-02 gpt-4o differs"], beyond.Rows.Select(Shown));
    }

    [Fact]
    public async Task Costs_without_an_exchange_rate_are_not_compared_and_that_is_said()
    {
        await StoreAsync(Record(0) with { Cost = 1m, Currency = "EUR" });

        var report = await ReconcileAsync(Use("gpt-4o", null, 1, 100, 10, 2m));

        Assert.True(report.WithinTolerance);
        Assert.DoesNotContain(report.Rows[0].Measures, m => m.Of == UsageMeasure.Cost);
        Assert.Contains("no ExchangeRate", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_explains_and_counts()
    {
        await node.Client.ApplyAsync(
            """
            kind: PriceOverride
            name: p
            spec: { provider: openai, model: gpt-4o, valid_from: 2026-01-01, currency: USD, input_per_million: 1000000, output_per_million: 0 }
            """);
        var record = Record(0) with { Cost = 1m, Currency = "USD", PriceVersion = "wrong" };
        await StoreAsync(record);
        await node.Client.RepriceAsync(new RepriceRequest { From = Noon.AddDays(-1), To = Noon.AddDays(1) });

        var row = Assert.Single((await ReconcileAsync(Use("gpt-4o", null, 1, 100, 10, 1m))).Rows);

        Assert.Equal(100m, row.Measures.Single(m => m.Of == UsageMeasure.Cost).Ours);
        var (reason, id) = (row.Explanations[0].Reason, Assert.Single(row.Explanations[0].Ids));
        Assert.Equal((ReconcileReason.Repriced, record.Id), (reason, id));
    }

    [Fact]
    public async Task A_request_that_makes_no_sense_is_refused_with_what_is_wrong()
    {
        var request = Request(Use("gpt-4o", null, 1, 1, 1, null));
        await RefusedAsync(request with { To = Day }, 400, "to: is not after from");
        await RefusedAsync(request with { To = Day.AddDays(401) }, 400, "to: is more than 400 days after from");
        await RefusedAsync(request with { From = DateOnly.MinValue }, 400, "from: a day from 2000");
        await RefusedAsync(request with { TimeZone = "Mars" }, 400, "time_zone: 'Mars' is not known");
        await RefusedAsync(request with { TolerancePercent = -1 }, 400, "tolerance_percent: a number from 0 to 100");
        await RefusedAsync(request with { Ids = -1 }, 400, "ids: a number from 0 to 1000");
        await RefusedAsync(request with { Provider = "nobody" }, 404, "Provider 'nobody' does not exist");
        await RefusedAsync(Request(Use("", null, 1, 1, 1, null)), 400, "rows[0].model: is empty");
        await RefusedAsync(
            Request(Use("m", null, 1, 1, 1, 1m) with { Currency = null }), 400, "rows[0].currency: is missing");
        await RefusedAsync(Request(Use("m", null, long.MaxValue, 1, 1, null)), 400, "rows[0]: a count is out of range");
    }

    [Theory]
    [InlineData("""{"provider":null,"from":"2026-10-01","to":"2026-10-02","rows":[]}""")]
    [InlineData("""{"provider":"openai","from":"2026-10-01","to":"2026-10-02","rows":null}""")]
    [InlineData("""{"provider":"openai","from":"2026-10-01","to":"2026-10-02","rows":[null]}""")]
    [InlineData("""{"provider":"openai","from":"2026-10-01","to":"2026-10-02","rows":[{"day":7,"model":"m"}]}""")]
    [InlineData("[]")]
    public async Task A_body_of_another_shape_is_a_bad_request(string body)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "api/v1/usage/reconcile")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ControlNode.Token);

        using var response = await node.Http.SendAsync(message);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static string Shown(ReconcileRow row) =>
        $"{row.Day:yyyy-MM-dd} {row.Model} {JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Status.ToString())}";

    private static ExportedUse Use(string model, string? name, long requests, long input, long output, decimal? cost) =>
        new()
        {
            Day = Day, Model = model, Name = name, Requests = requests, InputTokens = input, OutputTokens = output,
            Cost = cost, Currency = cost is null ? null : "USD",
        };

    private static ReconcileRequest Request(params ExportedUse[] rows) => new()
    {
        Provider = "openai", From = Day, To = rows.Max(r => r.Day).AddDays(1), Rows = rows,
    };

    private Task<ReconcileReport> ReconcileAsync(params ExportedUse[] rows) =>
        node.Client.ReconcileAsync(Request(rows));

    private async Task RefusedAsync(ReconcileRequest request, int status, string title)
    {
        var problem = (await Assert.ThrowsAsync<AdminApiException>(() => node.Client.ReconcileAsync(request))).Problem;
        Assert.Equal(status, problem.Status);
        Assert.StartsWith(title, problem.Title, StringComparison.Ordinal);
    }

    private async Task StoreAsync(params RequestRecord[] records)
    {
        var store = node.App.Services.GetRequiredService<IRequestStore>();
        await store.PrepareAsync(CancellationToken.None);
        await store.AppendAsync([.. records.Select(JournalRecord.Of)], CancellationToken.None);
    }

    private static RequestRecord Record(int second)
    {
        var start = Noon.AddSeconds(second);
        return new RequestRecord
        {
            Id = Guid.CreateVersion7(start), StartedAt = start, Organization = "acme", Provider = "openai",
            Model = "gpt-4o", Status = 200, Usage = new TokenUsage(100, 10, 0, 0),
            Attempts = [new AttemptRecord { Provider = "openai", Model = "gpt-4o", Status = 200 }],
        };
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteReconcileApiTests() : ReconcileApiTests(new SqliteTestDatabase());

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresReconcileApiTests() : ReconcileApiTests(new PostgresTestDatabase());
