using Godwit.Control.Api;
using Godwit.Control.Reports.Requests;
using Godwit.Control.Tests.Evidence;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Control.Tests.Reports;

/// <summary>On SQLite.</summary>
public sealed class SqliteRequestsReportTests() : RequestsReportTests(new SqliteTestDatabase());

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresRequestsReportTests() : RequestsReportTests(new PostgresTestDatabase());

/// <summary>Reports by anything that records hold, whatever they are computed from.</summary>
public abstract class RequestsReportTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected RequestsReportTests(TestDatabase database) => this.database = database;

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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_rows_of_every_grouping_add_up_to_the_total_which_is_that_of_usage(int seed)
    {
        var records = await node.StoreAsync(300, seed);
        var usage = (await node.Client.UsageAsync([], ReportSamples.Period)).Rows.Single();
        var random = new Random(seed);
        var names = ReportQuestion.DimensionNames;
        var pairs = Enumerable.Range(0, 15)
            .Select(_ => names[random.Next(names.Count)] + "," + names[random.Next(names.Count)]);

        foreach (var by in names.Concat(pairs))
        {
            foreach (var measures in new string?[] { null, "tokens,times" })
            {
                var report = await ReportAsync(by, ("measures", measures));
                Assert.Equal(records.Count, report.Rows.Sum(r => r.Requests));
                Assert.Equal(Basic(report.Total), Sum(report.Rows));
                Assert.Equal(
                    (usage.Requests, usage.Refused, usage.Rerouted, usage.InputTokens, usage.OutputTokens,
                        Text(usage.Cost)),
                    (report.Total.Requests, report.Total.Refused, report.Total.Rerouted, report.Total.InputTokens,
                        report.Total.OutputTokens, Text(report.Total.Cost)));
                if (measures is not null)
                    Assert.Equal(
                        report.Total.Tokens!["cache_read_input"], report.Rows.Sum(r => r.Tokens!["cache_read_input"]));
            }
        }
    }

    [Fact]
    public async Task Hourly_sums_and_records_give_the_same_rows_also_where_the_period_cuts_hours()
    {
        await node.StoreAsync(300, seed: 3);
        foreach (var by in new[]
        {
            "organization,model", "territory", "day,provider", "month", "hour,decision", "project",
        })
        {
            foreach (var minutes in new[] { 0, 17 })
            {
                var since = ("since", (string?)ReportSamples.Start.AddHours(5).AddMinutes(minutes).ToString("O"));
                var until = ("until", (string?)ReportSamples.End.AddHours(-3).AddMinutes(-minutes).ToString("O"));
                var zone = ("time_zone", (string?)"Asia/Shanghai");
                var hours = await ReportAsync(by, since, until, zone);
                var records = await ReportAsync(by, since, until, zone, ("measures", "tokens"));

                Assert.Equal(minutes == 0 ? ReportSource.Hours : ReportSource.HoursAndRecords, hours.Source);
                Assert.Equal(ReportSource.Records, records.Source);
                Assert.Equal(records.Rows.Select(Line), hours.Rows.Select(Line));
            }
        }
    }

    [Fact]
    public async Task Days_are_those_of_the_time_zone_also_where_it_is_half_an_hour_off()
    {
        await node.StoreAsync(
            ReportSamples.Plain(ReportSamples.Start.AddHours(16).AddMinutes(-1)),
            ReportSamples.Plain(ReportSamples.Start.AddHours(16)),
            ReportSamples.Plain(ReportSamples.Start.AddHours(18).AddMinutes(29)),
            ReportSamples.Plain(ReportSamples.Start.AddHours(18).AddMinutes(30)));

        Assert.Equal(["2026-06-01 1", "2026-06-02 3"], await DaysAsync("Asia/Shanghai", ReportSource.Hours));
        Assert.Equal(["2026-06-01 3", "2026-06-02 1"], await DaysAsync("Asia/Kolkata", ReportSource.Records));
        Assert.Equal(["2026-06-01 4"], await DaysAsync(null, ReportSource.Hours));
        var hour = await ReportAsync("hour", ("time_zone", "Asia/Kolkata"));
        Assert.Contains("2026-06-02T00+05:30", hour.Rows.Select(r => r.Group["hour"]));
    }

    [Fact]
    public async Task Filters_are_the_dimensions_and_percentiles_are_of_the_times_themselves()
    {
        var start = ReportSamples.Start;
        var slow = Enumerable.Range(1, 20)
            .Select(i => ReportSamples.Plain(start.AddSeconds(i)) with { DurationUs = i * 1000 });
        var refused = ReportSamples.Plain(start) with
        {
            Status = 429, Ending = RequestEnding.Refused, ErrorCode = "rate_limited", Streamed = true, DurationUs = 5,
        };
        await node.StoreAsync(slow.Append(refused));

        var ok = Assert.Single((await ReportAsync("status", ("status", "200"), ("measures", "times"))).Rows);
        var bad = await ReportAsync("error_code,ending", ("streamed", "true"), ("error_code", "rate_limited"));

        Assert.Equal(new ReportTimes(20, 10.5m, 10m, 19m), ok.Duration);
        Assert.Equal(new ReportTimes(20, 1m, 1m, 1m), ok.FirstByte);
        var row = Assert.Single(bad.Rows);
        Assert.Equal((1, "rate_limited", "refused"), (row.Requests, row.Group["error_code"], row.Group["ending"]));
        Assert.Null(row.FirstByte);
    }

    [Fact]
    public async Task Requests_without_a_cost_are_told_and_those_of_them_that_used_something()
    {
        var at = ReportSamples.Start;
        await node.StoreAsync(
            node.Priced(ReportSamples.Plain(at)), ReportSamples.Plain(at, model: "free"),
            ReportSamples.Plain(at) with { Usage = default, Status = 500 });

        var total = (await ReportAsync("", ("measures", "tokens"))).Total;

        Assert.Equal((3, 2, 1), (total.Requests, total.WithoutCost, total.UsedWithoutCost!.Value));
        Assert.Equal([new UsageCost("USD", 0.00045m)], total.Cost);
    }

    [Fact]
    public async Task A_corrected_cost_is_the_cost_whatever_it_is_read_from()
    {
        await node.StoreAsync(300, seed: 6);
        await node.Client.ApplyAsync(ReportSamples.Configuration.Replace(
            "input_per_million: 2.1234567,", "input_per_million: 20,", StringComparison.Ordinal));
        var before = await ReportAsync("");
        await node.Client.RepriceAsync(new RepriceRequest { From = ReportSamples.Start, To = ReportSamples.End });

        var usage = (await node.Client.UsageAsync([], ReportSamples.Period)).Rows.Single();
        var (hours, records) = (await ReportAsync(""), await ReportAsync("", ("measures", "tokens")));
        var cut = await ReportAsync("", ("since", ReportSamples.Start.AddSeconds(1).ToString("O")));

        Assert.NotEqual(Text(before.Total.Cost), Text(hours.Total.Cost));
        Assert.Equal(
            (ReportSource.Hours, ReportSource.Records, ReportSource.HoursAndRecords),
            (hours.Source, records.Source, cut.Source));
        Assert.All(
            new[] { hours, records, cut }, report => Assert.Equal(Text(usage.Cost), Text(report.Total.Cost)));
    }

    [Theory]
    [InlineData("planet", null, null, "by: 'planet'")]
    [InlineData("day", "Moon/Base", null, "time_zone: 'Moon/Base'")]
    [InlineData("day", null, "speed", "measures: 'speed'")]
    public async Task What_is_not_known_is_refused(string by, string? zone, string? measures, string expected)
    {
        var e = await Assert.ThrowsAsync<AdminApiException>(
            () => ReportAsync(by, ("time_zone", zone), ("measures", measures)));

        Assert.Equal(400, e.Problem.Status);
        Assert.StartsWith(expected, e.Problem.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_period_is_limited_where_each_record_is_read_and_nowhere_else()
    {
        var year = ("since", (string?)"2025-06-01");
        var e = await Assert.ThrowsAsync<AdminApiException>(() => ReportAsync("status", year));

        Assert.Equal((400, true), (e.Problem.Status, e.Problem.Title.Contains("93 days", StringComparison.Ordinal)));
        Assert.Empty((await ReportAsync("month", year)).Rows);
        e = await Assert.ThrowsAsync<AdminApiException>(() => ReportAsync("", ("since", "2027-01-01")));
        Assert.Equal(400, e.Problem.Status);
    }

    private async Task<RequestsReport> ReportAsync(string by, params (string Name, string? Value)[] filters)
    {
        var query = ReportSamples.Period;
        foreach (var (name, value) in filters)
            query[name] = value;
        return await node.Client.ReportAsync([by], query);
    }

    private async Task<IEnumerable<string>> DaysAsync(string? zone, ReportSource source)
    {
        var report = await ReportAsync("day", ("time_zone", zone));
        Assert.Equal(source, report.Source);
        return report.Rows.Select(r => $"{r.Group["day"]} {r.Requests}");
    }

    private static string Line(RequestsReportRow row) =>
        string.Join('|', row.Group.Select(g => $"{g.Key}={g.Value}")) + " " + Basic(row);

    private static string Basic(RequestsReportRow row) => Sum([row]);

    private static string Sum(IReadOnlyList<RequestsReportRow> rows)
    {
        var cost = rows.SelectMany(r => r.Cost).GroupBy(c => c.Currency).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new UsageCost(g.Key, g.Sum(c => c.Amount)));
        var counts = new[]
        {
            rows.Sum(r => r.Requests), rows.Sum(r => r.Refused), rows.Sum(r => r.Rerouted),
            rows.Sum(r => r.InputTokens), rows.Sum(r => r.OutputTokens), rows.Sum(r => r.WithoutCost),
        };
        return $"{string.Join(' ', counts)} {Text([.. cost])}";
    }

    private static string Text(IReadOnlyList<UsageCost> cost) => string.Join(
        ' ', cost.OrderBy(c => c.Currency, StringComparer.Ordinal)
            .Select(c => FormattableString.Invariant($"{c.Amount:0.#########}{c.Currency}")));
}
