using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Policy.Tests.Contracts;

/// <summary>The hand-written writer of records writes what the serializer would.</summary>
public class RequestRecordJsonTests
{
    private static readonly RequestRecord Empty = new()
    {
        Id = Guid.CreateVersion7(), StartedAt = DateTimeOffset.UnixEpoch,
    };

    [Fact]
    public void A_record_with_defaults_only_is_written_as_by_the_serializer() => AssertSame(Empty);

    [Fact]
    public void A_record_with_everything_set_is_written_as_by_the_serializer()
    {
        var full = Filled();
        foreach (var property in typeof(RequestRecord).GetProperties())
        {
            var value = property.GetValue(full);
            Assert.False(
                value is null || value.Equals(property.GetValue(Empty)), $"The test leaves {property.Name} out.");
        }

        AssertSame(full);
    }

    [Fact]
    public void Every_value_of_every_enum_is_written_as_by_the_serializer()
    {
        foreach (var decision in Enum.GetValues<RequestDecision>())
            AssertSame(Empty with { Decision = decision });
        foreach (var ending in Enum.GetValues<RequestEnding>())
            AssertSame(Empty with { Ending = ending });
        foreach (var operation in Enum.GetValues<Operation>())
            AssertSame(Empty with { Operation = operation });
        foreach (var kind in Enum.GetValues<LossKind>())
            AssertSame(Empty with { Losses = [new Loss(kind, "path", "reason")] });
        foreach (var kind in Enum.GetValues<OwnedKind>())
            AssertSame(Empty with { Objects = [new OwnedChange(kind, "openai", "x", DateTimeOffset.UnixEpoch)] });
        foreach (var failure in Enum.GetValues<FailureClass>())
        {
            var attempt = new AttemptRecord { Provider = "p", Model = "m", Failure = failure };
            AssertSame(Empty with { Attempts = [attempt] });
        }
    }

    [Fact]
    public void Every_character_is_written_as_by_the_serializer()
    {
        for (var first = 0; first <= char.MaxValue; first += 16)
            AssertSame(Empty with { Project = new string([.. Enumerable.Range(first, 16).Select(c => (char)c)]) });
        AssertSame(Empty with { Project = "", Organization = "a😀b", ApiKey = "half \ud83d of one" });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1_234_500)]
    [InlineData(9_999_999)]
    [InlineData(5_000_000)]
    public void Instants_are_written_as_by_the_serializer(long ticks)
    {
        AssertSame(Empty with { StartedAt = DateTimeOffset.UnixEpoch.AddTicks(ticks) });
        AssertSame(Empty with
        {
            DecidedAt = new DateTimeOffset(2026, 11, 26, 23, 59, 59, TimeSpan.FromMinutes(-210)).AddTicks(ticks),
        });
    }

    [Fact]
    public void Numbers_are_written_as_by_the_serializer()
    {
        foreach (var number in new[] { long.MinValue, -1, 1, long.MaxValue })
            AssertSame(Empty with { DurationUs = number });
        decimal[] costs = [decimal.MinValue, decimal.MaxValue, 0m, 0.000m, -1.10m, 0.0000000000000000000000000001m];
        foreach (var cost in costs)
            AssertSame(Empty with { Cost = cost });
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var record = Filled();
        Assert.Equivalent(record, JournalRecord.Of(record).Read(), strict: true);
    }

    [Fact]
    public void Tools_are_written_by_name_and_a_record_from_before_they_were_is_read()
    {
        var written = Encoding.UTF8.GetString(JournalRecord.Of(Filled()).Json.Span);

        Assert.Contains(
            """
            "server_tool_calls":6,"server_tools":{"a_tool_of_tomorrow":2,"web_search":4}
            """, written, StringComparison.Ordinal);
        var before = Read("""{"server_tool_calls":6}""");
        Assert.Equal((6L, null), (before.ServerToolCalls, before.ServerTools));
    }

    [Theory]
    [InlineData("""{"web_search":1}""", "web_search=1")]
    [InlineData("""{"web_search":1,"web_search":2}""", "web_search=3")]
    [InlineData("""{"Web Search":1,"":2,"web\u005fsearch":4}""", "other=7")]
    [InlineData("""{"web_search":0,"web_fetch":-5}""", null)]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    public void What_tools_a_record_names_is_read(string tools, string? expected) =>
        Assert.Equal(expected, Read($$"""{"server_tools":{{tools}}}""").ServerTools?.ToString());

    [Theory]
    [InlineData("3")]
    [InlineData("[]")]
    [InlineData("\"web_search\"")]
    [InlineData("""{"web_search":"1"}""")]
    [InlineData("""{"web_search":{"web_search":1}}""")]
    [InlineData("""{"web_search":1.5}""")]
    [InlineData("""{"web_search":99999999999999999999}""")]
    public void Tools_that_are_none_are_an_error_of_the_json(string tools) =>
        Assert.Throws<JsonException>(() => Read($$"""{"server_tools":{{tools}}}"""));

    private static TokenUsage Read(string usage) => JsonSerializer.Deserialize(
        $$"""{"id":"{{Guid.Empty}}","started_at":"2026-06-01T00:00:00+00:00","usage":{{usage}},"attempts":[]}""",
        RecordJsonContext.Default.RequestRecord)!.Usage;

    private static void AssertSame(RequestRecord record) => Assert.Equal(
        JsonSerializer.Serialize(record, RecordJsonContext.Default.RequestRecord),
        Encoding.UTF8.GetString(JournalRecord.Of(record).Json.Span));

    private static RequestRecord Filled() => new()
    {
        Id = Guid.CreateVersion7(),
        StartedAt = new DateTimeOffset(2026, 6, 1, 12, 0, 0, 123, TimeSpan.Zero),
        DurationUs = 1234,
        Organization = "acme \"quoted\"",
        Project = "project",
        ApiKey = "key",
        Operation = Operation.Embeddings,
        RequestModel = "模型<gpt>",
        ClientNetwork = "203.0.113.0/24",
        ClientHash = "0123456789abcdef01234567",
        ClientSealed = "AQID",
        Chain = ChainOutcome.AllTrusted,
        HopIndex = 2,
        PeerNetwork = "10.0.0.0/24",
        Territory = "CN",
        Subdivision = "UA-43",
        Confidence = Confidence.High,
        Disputed = true,
        Network = NetworkKind.Vpn,
        Evidence = "c=CN:ipfire;k=High",
        EndUser = new EndUserRecord
        {
            Network = "111.13.101.0/24", Hash = "00ff", Territory = "CN", Evidence = "c=CN:ipfire;k=Medium",
            Decided = true,
        },
        Dataset = "0123456789abcdef",
        DataGeneration = 3,
        Decision = RequestDecision.Rerouted,
        DecidedAt = new DateTimeOffset(2026, 6, 1, 12, 0, 5, TimeSpan.Zero),
        Reason = "territory_not_served",
        Policy = "policy@3",
        SnapshotRevision = 17,
        Provider = "openai",
        Model = "gpt-4o",
        ResponseModel = "gpt-4o-2024-08-06",
        Status = 200,
        ErrorCode = "code",
        Streamed = true,
        Ending = RequestEnding.ProviderCut,
        Usage = new TokenUsage(10, 5, 2, 0)
        {
            CacheWriteInputTokens = 4, CacheWriteHourInputTokens = 3, AudioInputTokens = 2, AudioOutputTokens = 1,
            ImageInputTokens = 7, ImageOutputTokens = 8, ServerToolCalls = 6,
            ServerTools = ServerToolCounts.Add(ServerToolCounts.Of("web_search", 4), "a_tool_of_tomorrow", 2),
        },
        UsageEstimated = true,
        Cost = 0.0000123400m,
        Currency = "USD",
        PriceVersion = "catalog/alpha@2026-01-01#0a1b2c3d",
        Attempts =
        [
            new AttemptRecord
            {
                Provider = "openai", Model = "gpt-4o", Status = 429, Failure = FailureClass.RateLimit,
                StartedAfterUs = 5, FirstByteUs = 0, DurationUs = 700, PolicyBehind = "policy@3", Grant = "g",
                Usage = new TokenUsage(7, null, null, null), Cost = 0.25m, Currency = "CNY",
            },
            new AttemptRecord { Provider = "alibaba-qwen", Model = "qwen-plus", FirstByteUs = 9 },
        ],
        Charges = [new Charge("Budget/b#USD|acme", 5, 10, 7), new Charge("grant/g", 0, 3, 0) { Corrected = 9 }],
        Losses = [new Loss(LossKind.Clamped, "temperature", "The provider takes at most 1.")],
        Objects =
            [new OwnedChange(OwnedKind.Batch, "openai", "batch_1", new(2026, 7, 1, 2, 3, 4, TimeSpan.Zero), true)],
    };
}
