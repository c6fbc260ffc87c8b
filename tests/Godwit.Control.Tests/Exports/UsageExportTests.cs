using System.Text;
using Godwit.Control.Api;
using Godwit.Control.Tests.Evidence;
using Godwit.Control.Tests.Reports;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Parquet.Schema;
using Xunit;

namespace Godwit.Control.Tests.Exports;

/// <summary>On SQLite.</summary>
public sealed class SqliteUsageExportTests() : UsageExportTests(new SqliteTestDatabase());

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresUsageExportTests() : UsageExportTests(new PostgresTestDatabase());

/// <summary>Exports, read back by a reader of their format.</summary>
public abstract class UsageExportTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected UsageExportTests(TestDatabase database) => this.database = database;

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
    public async Task Records_come_back_from_Parquet_with_their_types_and_add_up_to_usage()
    {
        var records = await node.StoreAsync(700, seed: 4);
        var usage = (await node.Client.UsageAsync([], ReportSamples.Period)).Rows.Single();

        var file = await ParquetFile.ReadAsync(await ExportAsync(("format", "parquet")));

        Assert.Equal(records.Select(r => r.Id.ToString()), file.Texts("id"));
        Assert.Equal(records.Select(r => (DateTime?)r.StartedAt.UtcDateTime), file.Values<DateTime>("started_at"));
        Assert.Equal(DateTimeKind.Utc, file.Values<DateTime>("started_at")[0]!.Value.Kind);
        Assert.Equal(records.Select(r => r.Project), file.Texts("project"));
        Assert.Equal(records.Select(r => (bool?)r.Streamed), file.Values<bool>("streamed"));
        Assert.Equal(records.Select(r => r.Cost), file.Values<decimal>("cost"));
        Assert.Equal(usage.InputTokens, file.Values<long>("input_tokens").Sum());
        Assert.Equal(usage.CacheReadInputTokens, file.Values<long>("cache_read_input_tokens").Sum());
        foreach (var cost in usage.Cost)
        {
            var sum = file.Texts("currency").Zip(file.Values<decimal>("cost")).Where(c => c.First == cost.Currency)
                .Sum(c => c.Second);
            // The store keeps each cost to a billionth.
            Assert.InRange(sum!.Value - cost.Amount, -0.000001m, 0.000001m);
        }

        Assert.IsType<DecimalDataField>(file.Field("cost"));
        var instant = Assert.IsType<DateTimeDataField>(file.Field("started_at"));
        Assert.True(instant.IsAdjustedToUTC);
    }

    [Fact]
    public async Task Records_come_as_csv_with_quotes_and_no_formula()
    {
        var at = ReportSamples.Start;
        await node.StoreAsync(
            node.Priced(ReportSamples.Plain(at)) with { Project = "=1+1", RequestModel = "a,\"b\"\r\nc" },
            ReportSamples.Plain(at.AddSeconds(1)) with
            {
                ApiKey = "@SUM(A1)", RequestModel = "-x", Organization = "+y",
            });

        var text = Encoding.UTF8.GetString(await ExportAsync());

        var lines = text.Split("\r\n");
        Assert.StartsWith(
            "id,started_at,duration_us,first_byte_us,organization,project,key,", lines[0], StringComparison.Ordinal);
        Assert.Contains(
            ",2026-06-01T00:00:00Z,2000,1000,acme,'=1+1,acme-key,chat,\"a,\"\"b\"\"\r\nc\",maker,large,", text,
            StringComparison.Ordinal);
        Assert.Contains(",'+y,app,'@SUM(A1),chat,'-x,", text, StringComparison.Ordinal);
        Assert.Contains(",0.00045,USD,PriceOverride/large@2026-01-01#", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hour")]
    [InlineData("day")]
    public async Task Charges_in_FOCUS_columns_add_up_to_usage_and_are_price_times_quantity(string granularity)
    {
        var records = await node.StoreAsync(700, seed: 5);
        var usage = (await node.Client.UsageAsync([], ReportSamples.Period)).Rows.Single();

        var file = await ParquetFile.ReadAsync(
            await ExportAsync(("format", "parquet"), ("focus", "true"), ("granularity", granularity)));

        var (cost, currency) = (file.Values<decimal>("BilledCost"), file.Texts("BillingCurrency"));
        foreach (var expected in usage.Cost)
        {
            var sum = currency.Zip(cost).Where(c => c.First == expected.Currency).Sum(c => c.Second!.Value);
            Assert.InRange(sum - expected.Amount, -0.000001m, 0.000001m);
        }

        var (price, quantity) = (file.Values<decimal>("ContractedUnitPrice"), file.Values<decimal>("PricingQuantity"));
        Assert.Equal(cost, price.Zip(quantity, (p, q) => (decimal?)decimal.Round(p!.Value * q!.Value, 18)));
        Assert.Equal(cost, file.Values<decimal>("EffectiveCost"));
        Assert.Equal(
            records.Where(r => r.Cost is not null).Sum(r => r.Usage.CacheReadInputTokens!.Value),
            file.Texts("SkuMeter").Zip(file.Values<decimal>("ConsumedQuantity"))
                .Where(c => c.First == "cache_read_input").Sum(c => c.Second));
        Assert.Contains("maker/large/input/above_1000", file.Texts("SkuPriceId"));
        Assert.All(file.Texts("ChargeCategory"), c => Assert.Equal("Usage", c));
        Assert.All(file.Texts("ServiceCategory"), c => Assert.Equal("AI and Machine Learning", c));
        var length = granularity == "day" ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
        Assert.All(
            file.Values<DateTime>("ChargePeriodStart").Zip(file.Values<DateTime>("ChargePeriodEnd")),
            p => Assert.Equal(length, p.Second - p.First));
        Assert.All(file.Values<DateTime>("BillingPeriodEnd"), e => Assert.Equal(new DateTime(2026, 7, 1), e));
    }

    [Fact]
    public async Task Tools_are_charges_of_their_own_in_FOCUS_and_a_column_of_records()
    {
        var tools = ServerToolCounts.Add(ServerToolCounts.Of("web_search", 2), "grounding", 3);
        await node.Client.ApplyAsync(ReportSamples.Configuration.Replace(
            "per_server_tool_call: 0.01",
            "per_server_tool_call: 0.01\n  server_tools: "
                + "[{ tool: web_search, per_call: 0.02 }, { tool: grounding, per_request: 0.5 }]",
            StringComparison.Ordinal));
        var record = node.Priced(ReportSamples.Plain(ReportSamples.Start) with
        {
            Usage = new TokenUsage(100, 10, null, null) { ServerToolCalls = 6, ServerTools = tools },
        });
        await node.StoreAsync(record);

        var file = await ParquetFile.ReadAsync(await ExportAsync(("format", "parquet"), ("focus", "true")));
        var records = await ParquetFile.ReadAsync(await ExportAsync(("format", "parquet")));

        var (quantities, billed) = (file.Values<decimal>("ConsumedQuantity"), file.Values<decimal>("BilledCost"));
        Assert.Equal(0.55045m, record.Cost);
        Assert.Equal(
            [
                "grounding_requests 1 Requests 0.5", "input 100 Tokens 0.0003", "output 10 Tokens 0.00015",
                "server_tool_calls 1 Calls 0.01", "web_search_calls 2 Calls 0.04",
            ],
            file.Texts("SkuMeter").Select((meter, i) => FormattableString.Invariant(
                $"{meter} {quantities[i]:0.####} {file.Texts("ConsumedUnit")[i]} {billed[i]:0.######}")));
        Assert.Equal(["grounding=3 web_search=2"], records.Texts("server_tools"));
        Assert.Equal([6L], records.Values<long>("server_tool_calls"));
        var report = (await node.Client.ReportAsync(
            [], new Dictionary<string, string?>(ReportSamples.Period) { ["measures"] = "tokens" })).Total.Tokens!;
        Assert.Equal((6, 3, 2), (report["server_tool_calls"], report["grounding_calls"], report["web_search_calls"]));
    }

    [Fact]
    public async Task A_cost_whose_parts_are_not_known_any_more_is_one_charge()
    {
        var record = node.Priced(ReportSamples.Plain(ReportSamples.Start)) with { Cost = 1.5m, Project = "-2+3" };
        await node.StoreAsync(record, ReportSamples.Plain(ReportSamples.Start, model: "free"));

        var lines = Encoding.UTF8.GetString(await ExportAsync(("focus", "true"))).Trim().Split("\r\n");

        Assert.Equal(2, lines.Length);
        var cells = lines[0].Split(',').Zip(ReadLine(lines[1])).ToDictionary();
        Assert.Equal(
            ("1.5", "1", "Requests", "", "acme/-2+3", "'-2+3", "2026-06-01T00:00:00Z"),
            (cells["BilledCost"], cells["PricingQuantity"], cells["PricingUnit"], cells["ContractedUnitPrice"],
                cells["SubAccountId"], cells["SubAccountName"], cells["ChargePeriodStart"]));
    }

    [Fact]
    public async Task Charges_are_told_apart_by_tags_and_say_where_the_provider_was_then()
    {
        await node.Client.ApplyAsync(Bedrock("eu-central-1"));
        var then = node.Priced(ReportSamples.Plain(ReportSamples.Start, "aws", "m"));
        await node.Client.ApplyAsync(Bedrock("us-west-2"));
        var now = node.Priced(ReportSamples.Plain(ReportSamples.Start.AddSeconds(1), "aws", "m"));
        var own = node.Priced(ReportSamples.Plain(ReportSamples.Start.AddSeconds(2)));
        await node.StoreAsync(
            then with { ApiKey = "a\"+key", RequestModel = "模型" },
            then with { Id = Guid.CreateVersion7(then.StartedAt), ApiKey = "a\"+key", RequestModel = "模型" },
            now with { Territory = null },
            own with { SnapshotRevision = 7_000 },
            own with
            {
                Id = Guid.CreateVersion7(own.StartedAt), Organization = null, Project = null, ApiKey = null,
                RequestModel = null, Territory = null,
            });

        var file = await ParquetFile.ReadAsync(await ExportAsync(("format", "parquet"), ("focus", "true")));

        var rows = file.Texts("SkuMeter").Select((meter, i) => (
            meter, Region: file.Texts("RegionId")[i], Tags: file.Texts("Tags")[i],
            Requests: file.Values<long>("x_Requests")[i])).Where(r => r.meter == "input").ToList();
        Assert.Equal(file.Texts("RegionId"), file.Texts("RegionName"));
        const string plain = "\"godwit/organization\":\"acme\",\"godwit/project\":\"app\"";
        Assert.Equal(
            [
                (null, null, 1),
                ("eu-central-1",
                    "{\"godwit/api_key\":\"a\\\"+key\"," + plain
                        + ",\"godwit/request_model\":\"模型\",\"godwit/territory\":\"FR\"}", 2),
                ("us-west-2",
                    "{\"godwit/api_key\":\"acme-key\"," + plain + ",\"godwit/request_model\":\"chat\"}", 1),
                (null,
                    "{\"godwit/api_key\":\"acme-key\"," + plain
                        + ",\"godwit/request_model\":\"chat\",\"godwit/territory\":\"FR\"}", 1),
            ],
            rows.Select(r => (r.Region, r.Tags, r.Requests!.Value)));
        var csv = Encoding.UTF8.GetString(await ExportAsync(("focus", "true")));
        Assert.Contains(",\"{\"\"godwit/api_key\"\":\"\"acme-key\"\",", csv, StringComparison.Ordinal);
        Assert.Contains(",us-west-2,us-west-2,aws/m,", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrected_cost_is_exported_with_its_parts()
    {
        var record = node.Priced(ReportSamples.Plain(ReportSamples.Start));
        await node.StoreAsync(record with { Cost = 7m, PriceVersion = "x" });
        await node.Client.RepriceAsync(new RepriceRequest { From = ReportSamples.Start, To = ReportSamples.End });

        var file = await ParquetFile.ReadAsync(await ExportAsync(("format", "parquet"), ("focus", "true")));
        var records = await ParquetFile.ReadAsync(await ExportAsync(("format", "parquet")));

        Assert.Equal(["input", "output"], file.Texts("SkuMeter"));
        Assert.Equal([0.0003m, 0.00015m], file.Values<decimal>("BilledCost"));
        Assert.Equal([0.00045m], records.Values<decimal>("cost"));
    }

    [Fact]
    public async Task What_a_grant_paid_for_is_not_billed_and_has_its_price_all_the_same()
    {
        await node.StoreAsync(node.Priced(ReportSamples.Plain(ReportSamples.Start)) with
        {
            Charges = [new Charge("Budget/all#tokens", 0, 9, 9), new Charge("grant/qwen", 0, 200, 110)],
        });

        var file = await ParquetFile.ReadAsync(await ExportAsync(("format", "parquet"), ("focus", "true")));

        Assert.Equal(["qwen", "qwen"], file.Texts("x_Grant"));
        Assert.Equal([0m, 0m], file.Values<decimal>("BilledCost"));
        Assert.Equal([0m, 0m], file.Values<decimal>("EffectiveCost"));
        Assert.Equal([0.0003m, 0.00015m], file.Values<decimal>("ContractedCost"));
    }

    [Fact]
    public async Task Nothing_is_a_file_too_and_wrong_parameters_are_told()
    {
        var empty = await ParquetFile.ReadAsync(await ExportAsync(("format", "parquet")));
        Assert.Empty(empty.Texts("id"));

        foreach (var wrong in new[]
        {
            "format=xls", "granularity=year", "focus=maybe", "since=noon", "since=2999-01-01",
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/usage/export?{wrong}");
            request.Headers.Authorization = new("Bearer", ControlNode.Token);
            using var response = await node.Http.SendAsync(request);
            Assert.Equal(400, (int)response.StatusCode);
        }
    }

    private static string Bedrock(string region) =>
        $$"""
        kind: Provider
        name: aws
        spec: { catalog: aws-bedrock, variables: { aws_region: {{region}} }, models: [{ name: m }] }
        ---
        kind: PriceOverride
        name: aws
        spec:
          { provider: aws, model: m, valid_from: 2026-01-01, currency: USD, input_per_million: 1,
            output_per_million: 1 }
        """;

    private async Task<byte[]> ExportAsync(params (string Name, string? Value)[] filters)
    {
        var query = ReportSamples.Period;
        foreach (var (name, value) in filters)
            query[name] = value;
        using var output = new MemoryStream();
        await node.Client.ExportUsageAsync(query, output);
        return output.ToArray();
    }

    private static IEnumerable<string> ReadLine(string line) => line.Split(',').Select(c => c.Trim('"'));
}
