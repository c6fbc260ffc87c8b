using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Godwit.Gateway.Telemetry;
using Godwit.Gateway.Tests.Attempts.Credentials;
using Godwit.Gateway.Tests.Pipeline;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts.Limits;

/// <summary>A provider whose answers tell what is left, through the whole gateway and in fake time.</summary>
public sealed class ProviderLimitTests : IAsyncLifetime
{
    private const string Answer =
        """{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":"hi"}}]}""";
    private const string SlowDown = """{"error":{"message":"slow down","code":"rate_limit_exceeded"}}""";
    private const string Source = "test";
    private static readonly DateOnly AsOf = new(2026, 11, 25);

    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private readonly ConcurrentQueue<string> sent = new();
    private readonly GatewayFixture gateway;
    private Func<string, (int Status, (string Name, string Value)[] Headers)> answer = _ => (200, []);
    private TokenServer provider = null!;

    public ProviderLimitTests() => gateway = new GatewayFixture { Time = time };

    public async ValueTask InitializeAsync()
    {
        await gateway.InitializeAsync();
        provider = await TokenServer.StartAsync((request, _) =>
        {
            var key = request.Headers.Authorization.ToString()["Bearer ".Length..];
            sent.Enqueue(key);
            var (status, headers) = answer(key);
            foreach (var (name, value) in headers)
                request.HttpContext.Response.Headers[name] = value;
            return (status, status == 200 ? Answer : SlowDown);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task A_key_with_nothing_left_is_passed_over_for_the_next_one_until_its_limit_is_whole_again()
    {
        Publish("empty", "full");
        answer = key => (200, Left(key == "empty" ? 0 : 100, "30s"));

        // Conversations lie anywhere between the keys: of so many, some are nearer to this one.
        await AskAsync(40);
        Assert.Single(sent, "empty");
        time.Advance(TimeSpan.FromSeconds(30));
        await AskAsync(40);
        Assert.Equal(2, sent.Count(key => key == "empty"));
    }

    [Fact]
    public async Task A_provider_with_nothing_left_is_passed_over_for_the_next_target_and_counts_as_no_attempt()
    {
        Publish("a", "b");
        answer = _ => (200, Left(0, "30s"));
        await AskAsync(2);
        using var response = await SendAsync("own-first");
        var record = await gateway.RecordOf(response);
        Assert.Equal((HttpStatusCode.OK, "openai"), (response.StatusCode, record.Provider));
        Assert.Single(record.Attempts);
        Assert.Equal(2, sent.Count);
    }

    [Fact]
    public async Task With_nothing_left_anywhere_the_client_is_told_so_and_when_and_nobody_is_asked()
    {
        Publish("a", "b");
        answer = key => (200, Left(0, key == "a" ? "1m30s" : "20s"));
        await AskAsync(2);
        using (var refused = await SendAsync())
        {
            using var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync());
            var error = body.RootElement.GetProperty("error");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal("provider_rate_limited", error.GetProperty("code").GetString());
            Assert.Equal(TimeSpan.FromSeconds(20), refused.Headers.RetryAfter?.Delta);
            var record = await gateway.RecordOf(refused);
            Assert.Equal((429, "provider_rate_limited", 0), (record.Status, record.ErrorCode, record.Attempts.Count));
        }

        Assert.Equal(2, sent.Count);
        time.Advance(TimeSpan.FromSeconds(20));
        await AskAsync(1);
        Assert.Equal("b", sent.Last());
        Assert.Equal(3, sent.Count);
    }

    [Theory]
    [InlineData("/v1/messages", """{"model":"own","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""",
        "rate_limit_error")]
    [InlineData("/v1beta/models/own:generateContent", """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""",
        "RESOURCE_EXHAUSTED")]
    public async Task Clients_are_told_in_their_own_dialect(string path, string body, string word)
    {
        Publish("a");
        answer = _ => (200, Left(0, "30s"));
        await AskAsync(1);
        using var response = await gateway.PostAsync(path, body);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Contains(word, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(30), response.Headers.RetryAfter?.Delta);
        Assert.Single(sent);
    }

    [Fact]
    public async Task Of_many_requests_at_once_no_more_are_sent_than_are_left()
    {
        Publish("a");
        var left = 4;
        answer = _ => (200, Left(Math.Max(0, Interlocked.Decrement(ref left)), "30s"));
        await AskAsync(1);
        var responses = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => SendAsync()));
        Assert.Equal(3, responses.Count(r => r.StatusCode == HttpStatusCode.OK));
        Assert.Equal(27, responses.Count(r => r.StatusCode == HttpStatusCode.TooManyRequests));
        Assert.Equal(4, sent.Count);
        foreach (var response in responses)
            response.Dispose();
    }

    [Fact]
    public async Task A_limit_is_one_models()
    {
        Publish("a");
        answer = _ => (200, Left(0, "30s"));
        await AskAsync(1);
        using var other = await SendAsync("own/m2");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("Retry-After", "7")]
    [InlineData("x-wait-ms", "7000")]
    public async Task A_provider_that_asks_for_patience_is_left_alone_so_long(string header, string value)
    {
        Publish("a");
        answer = _ => (429, [(header, value)]);
        using (var first = await SendAsync())
            Assert.Equal(HttpStatusCode.TooManyRequests, first.StatusCode);
        answer = _ => (200, []);
        time.Advance(TimeSpan.FromSeconds(5));
        using (var second = await SendAsync())
            Assert.Equal(TimeSpan.FromSeconds(2), second.Headers.RetryAfter?.Delta);
        Assert.Single(sent);
        time.Advance(TimeSpan.FromSeconds(2));
        await AskAsync(1);
    }

    [Theory]
    [InlineData("0", "9999-12-31T23:59:59Z")]
    [InlineData("0", "-5")]
    [InlineData("-1", "30s")]
    [InlineData("0", "")]
    [InlineData("none", "30s")]
    public async Task Headers_that_cannot_be_true_hold_nobody_back(string left, string reset)
    {
        Publish("a");
        answer = _ => (200, [("x-left", left), ("x-reset", reset)]);
        await AskAsync(3);
        Assert.Equal(3, sent.Count);
    }

    [Fact]
    public async Task What_is_known_outlives_a_publication_and_ends_with_the_credential()
    {
        Publish("a");
        answer = _ => (200, Left(0, "30s"));
        await AskAsync(1);
        Publish("a");
        using (var held = await SendAsync())
            Assert.Equal(HttpStatusCode.TooManyRequests, held.StatusCode);
        Publish("b");
        await AskAsync(1);
    }

    [Fact]
    public async Task Credentials_that_are_passed_over_are_counted_with_what_is_used_up()
    {
        var counted = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == GatewayTelemetry.MeterName && instrument.Name == "godwit.provider.passed_over")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags[0].Value is "own")
                counted.Enqueue((string)tags[1].Value!);
        });
        listener.Start();
        Publish("a");
        answer = _ => (200, Left(0, "30s"));
        await AskAsync(1);
        using var held = await SendAsync();
        Assert.Contains("requests", counted);
    }

    private static (string, string)[] Left(int count, string reset) =>
        [("x-left", count.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("x-reset", reset)];

    private void Publish(params string[] keys) => gateway.PublishOwn(
        new ProviderConfig
        {
            Catalog = "limited",
            BaseUrl = provider.Address.ToString().TrimEnd('/'),
            Models = [new() { Name = "m" }, new() { Name = "m2" }],
            Credentials = [.. keys.Select(_ => new CredentialConfig { Env = "X" })],
        },
        new ProviderSecrets([.. keys.Select(CredentialSamples.Whole)]),
        new CatalogSet(
        [
            new CatalogProvider
            {
                Name = "limited",
                Title = "Limited",
                TelemetryName = "limited",
                Dialect = Dialect.OpenAIChat,
                Source = Source,
                AsOf = AsOf,
                Auth = new CatalogAuth { Scheme = CredentialScheme.Bearer, Source = Source, AsOf = AsOf },
                Regions =
                    [new CatalogRegion { Name = "global", BaseUrl = "http://l.example", Source = Source, AsOf = AsOf }],
                Operations = new Dictionary<Operation, string> { [Operation.Chat] = "/chat/completions" },
                Territories = new CatalogTerritories
                {
                    Status = TerritoryListStatus.Unknown, Source = Source, AsOf = AsOf,
                },
                RateLimitHeaders = new CatalogRateLimitHeaders
                {
                    Requests = new() { Remaining = "x-left", Reset = "x-reset" },
                    RetryAfterMs = "x-wait-ms",
                    Source = Source,
                    AsOf = AsOf,
                },
            },
        ]));

    private async Task<HttpResponseMessage> SendAsync(string model = "own")
    {
        // Each is a conversation of its own.
        var response = await gateway.ChatAsync(
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{Guid.NewGuid()}}"}]}""");
        // The record is there before the last byte: nothing waits for it in a time that stands still.
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    private async Task AskAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await SendAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }
}
