using System.Collections.Concurrent;
using System.Net;
using Godwit.Gateway.Tests.Pipeline;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts.Credentials;

/// <summary>A provider with several credentials, some bad, through the whole gateway and in fake time.</summary>
public sealed class CredentialFailureTests : IAsyncLifetime
{
    private const string Answer = """{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":"hi"}}]}""";
    private const string Refused = """{"error":{"message":"no such key","code":"invalid_api_key"}}""";
    private const string NoMoney = """{"error":{"message":"pay first","code":"insufficient_quota"}}""";

    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private readonly ConcurrentQueue<string> sent = new();
    private readonly ConcurrentDictionary<string, (int Status, string Body)> answers = new();
    private readonly ConcurrentDictionary<string, string> retryAfter = new();
    private readonly GatewayFixture gateway;
    private TokenServer provider = null!;

    public CredentialFailureTests() => gateway = new GatewayFixture { Time = time };

    public async ValueTask InitializeAsync()
    {
        await gateway.InitializeAsync();
        provider = await TokenServer.StartAsync((request, _) =>
        {
            var key = request.Headers.Authorization.ToString()["Bearer ".Length..];
            sent.Enqueue(key);
            if (retryAfter.TryGetValue(key, out var wait))
                request.HttpContext.Response.Headers.RetryAfter = wait;
            return answers.GetValueOrDefault(key, (200, Answer));
        });
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Requests_take_the_keys_in_turn_and_the_record_says_which()
    {
        Publish("one", "two", "three");
        var ordinals = new List<int?>();
        for (var i = 0; i < 6; i++)
        {
            using var response = await AskAsync();
            ordinals.Add((await gateway.RecordOf(response)).Attempts.Single().Credential);
        }

        Assert.Equal(["one", "two", "three", "one", "two", "three"], sent);
        Assert.Equal([1, 2, 3, 1, 2, 3], ordinals);
    }

    [Theory]
    [InlineData(401, Refused, FailureClass.Auth)]
    [InlineData(429, NoMoney, FailureClass.Quota)]
    [InlineData(402, "{}", FailureClass.Balance)]
    public async Task A_bad_key_rests_and_the_request_goes_on_with_the_next_one_of_the_same_provider(
        int status, string body, FailureClass failure)
    {
        Publish("bad", "good");
        answers["bad"] = (status, body);
        using var response = await AskAsync("own-first");
        var record = await gateway.RecordOf(response);
        Assert.Equal(["own", "own"], record.Attempts.Select(a => a.Provider));
        Assert.Equal([failure, null], record.Attempts.Select(a => a.Failure));
        Assert.Equal([1, 2], record.Attempts.Select(a => a.Credential));

        await AskAgainAsync(3);
        Assert.Equal(["bad", "good", "good", "good", "good"], sent);
        Assert.Contains(gateway.Logged.Lines, line =>
            line.Contains("Provider own: credential #1 rests until", StringComparison.Ordinal));
        Assert.DoesNotContain(gateway.Logged.Lines, line => line.Contains("bad", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_failure_in_a_row_doubles_the_rest_up_to_half_an_hour()
    {
        Publish("bad", "good");
        answers["bad"] = (401, Refused);
        await AskAgainAsync(2);
        foreach (var rest in (int[])[30, 60, 120, 240, 480, 960, 1800, 1800])
        {
            time.Advance(TimeSpan.FromSeconds(rest - 1));
            sent.Clear();
            await AskAgainAsync(2);
            Assert.DoesNotContain("bad", sent);
            time.Advance(TimeSpan.FromSeconds(2));
            await AskAgainAsync(2);
            Assert.Single(sent, "bad");
        }
    }

    [Fact]
    public async Task A_key_that_works_again_takes_its_turns_again()
    {
        Publish("bad", "good");
        answers["bad"] = (401, Refused);
        await AskAgainAsync(2);
        answers.Clear();
        time.Advance(TimeSpan.FromSeconds(31));
        sent.Clear();
        await AskAgainAsync(4);
        Assert.Equal(2, sent.Count(key => key == "bad"));
    }

    [Fact]
    public async Task A_rate_limit_of_one_key_lasts_as_long_as_the_provider_says()
    {
        Publish("busy", "free");
        answers["busy"] = (429, """{"error":{"message":"slow down","code":"rate_limit_exceeded"}}""");
        retryAfter["busy"] = "7";
        await AskAgainAsync(1);
        answers.Clear();
        sent.Clear();
        time.Advance(TimeSpan.FromSeconds(6));
        await AskAgainAsync(2);
        Assert.DoesNotContain("busy", sent);
        time.Advance(TimeSpan.FromSeconds(2));
        await AskAgainAsync(2);
        Assert.Contains("busy", sent);
    }

    [Fact]
    public async Task When_every_key_rests_one_is_tried_and_then_the_next_target()
    {
        Publish("a", "b");
        answers["a"] = answers["b"] = (401, Refused);
        using (var first = await AskAsync("own-first"))
            Assert.Equal(["own", "own", "openai"], (await gateway.RecordOf(first)).Attempts.Select(a => a.Provider));
        time.Advance(TimeSpan.FromSeconds(1));
        using (var second = await AskAsync("own-first"))
            Assert.Equal(["own", "openai"], (await gateway.RecordOf(second)).Attempts.Select(a => a.Provider));
        // "a" failed longest ago.
        Assert.Equal(["a", "b", "a"], sent);
    }

    [Fact]
    public async Task A_failure_that_is_not_the_keys_goes_to_the_next_target_at_once()
    {
        Publish("a", "b");
        answers["a"] = answers["b"] = (503, "{}");
        using var response = await AskAsync("own-first");
        Assert.Equal(["own", "openai"], (await gateway.RecordOf(response)).Attempts.Select(a => a.Provider));
        Assert.Single(sent);
    }

    [Fact]
    public async Task What_is_known_of_a_key_outlives_a_publication()
    {
        Publish("bad", "good");
        answers["bad"] = (401, Refused);
        await AskAgainAsync(1);
        Publish("good", "other", "bad");
        sent.Clear();
        await AskAgainAsync(6);
        Assert.DoesNotContain("bad", sent);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once_and_the_same_credential_tried_again()
    {
        gateway.PublishOwn(
            CredentialSamples.Provider(
                provider.Address.ToString(), [new() { Scheme = CredentialScheme.ZhipuJwt, Env = "X" }]),
            new ProviderSecrets([CredentialSamples.Whole("id.secret")]));
        await AskAgainAsync(1);
        var first = sent.Single();
        answers[first] = (401, """{"error":{"code":"1003","message":"token expired"}}""");
        time.Advance(TimeSpan.FromSeconds(10));
        using var response = await AskAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(first, sent.ElementAt(1));
        Assert.NotEqual(first, sent.ElementAt(2));
        Assert.Equal(3, sent.Count);
    }

    private void Publish(params string[] keys) => gateway.PublishOwn(
        CredentialSamples.Provider(
            provider.Address.ToString(), [.. keys.Select(_ => new CredentialConfig { Env = "X" })]),
        new ProviderSecrets([.. keys.Select(CredentialSamples.Whole)]));

    private async Task<HttpResponseMessage> AskAsync(string model = "own")
    {
        var response = await gateway.ChatAsync($$"""{"model":"{{model}}","messages":[]}""");
        // The record is there before the last byte: nothing waits for it in a time that stands still.
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    private async Task AskAgainAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await AskAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }
}
