using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Godwit.Gateway.Tests.Attempts.Credentials;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>
/// A provider with several accounts, each of which has its own responses, through the whole gateway and in fake time.
/// </summary>
public sealed class AccountAffinityTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private readonly ConcurrentQueue<string> sent = new();
    private readonly ConcurrentQueue<string> bodies = new();
    private readonly ConcurrentDictionary<string, string> holders = new();
    private readonly ConcurrentDictionary<string, int> refused = new();
    private readonly GatewayFixture gateway;
    private TokenServer provider = null!;
    private int made;

    public AccountAffinityTests() => gateway = new GatewayFixture { Time = time };

    public async ValueTask InitializeAsync()
    {
        await gateway.InitializeAsync();
        provider = await TokenServer.StartAsync(Answer);
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_goes_on_with_the_account_that_holds_it()
    {
        Publish("one", "two", "three");
        foreach (var _ in Enumerable.Range(0, 5))
        {
            var id = await CreateAsync();
            var holder = sent.Last();
            for (var i = 0; i < 3; i++)
            {
                id = await CreateAsync(id);
                Assert.Equal(holder, sent.Last());
            }

            using var told = await SendAsync(HttpMethod.Get, $"/v1/responses/{id}");
            Assert.Equal(HttpStatusCode.OK, told.StatusCode);
            Assert.Equal(holder, sent.Last());
        }
    }

    [Fact]
    public async Task What_an_account_holds_is_found_after_the_list_was_written_otherwise_and_its_key_changed()
    {
        Publish([Named("a"), Named("b")], "one", "two");
        var id = await CreateAsync();
        var other = sent.Last() == "one" ? "two" : "one";
        var (mine, theirs) = other == "two" ? ("a", "b") : ("b", "a");
        Publish(
            [Named("c"), Named(theirs), new() { Env = "X", Account = mine }],
            "three", other, sent.Last() + "-renewed");
        await CreateAsync(id);
        Assert.EndsWith("-renewed", sent.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_is_not_configured_any_more_is_said_to_be_lost()
    {
        Publish([Named("a")], "one");
        var id = await CreateAsync();
        Publish([Named("b"), Named("c")], "two", "three");
        using var lost = await SendAsync(HttpMethod.Post, "/v1/responses", Body(id));
        var message = await AssertErrorAsync(lost, HttpStatusCode.BadRequest, "response_state_lost");
        Assert.Contains("one account of the provider own", message, StringComparison.Ordinal);
        Assert.Single(sent);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    public async Task A_holder_that_is_refused_is_out_of_reach_and_no_other_account_is_asked(int status)
    {
        Publish("one", "two");
        var id = await CreateAsync();
        var holder = sent.Last();
        refused[holder] = status;
        using (var first = await SendAsync(HttpMethod.Post, "/v1/responses", Body(id)))
        {
            var message = await AssertErrorAsync(first, HttpStatusCode.ServiceUnavailable, "holder_unavailable");
            Assert.Contains(
                "The conversation is with one account of the provider own", message, StringComparison.Ordinal);
            Assert.Contains("Send the whole conversation", message, StringComparison.Ordinal);
            Assert.Equal("30", first.Headers.RetryAfter!.ToString());
        }

        // It rests: nothing is sent at all, and what was never its own goes to the other.
        sent.Clear();
        time.Advance(TimeSpan.FromSeconds(10));
        using (var second = await SendAsync(HttpMethod.Get, $"/v1/responses/{id}"))
        {
            await AssertErrorAsync(second, HttpStatusCode.ServiceUnavailable, "holder_unavailable");
            Assert.Equal("20", second.Headers.RetryAfter!.ToString());
        }

        Assert.Empty(sent);
        await CreateAsync();
        Assert.NotEqual(holder, sent.Last());

        refused.Clear();
        time.Advance(TimeSpan.FromSeconds(21));
        await CreateAsync(id);
        Assert.Equal(holder, sent.Last());
    }

    [Fact]
    public async Task A_rate_limit_of_the_holder_is_passed_on_and_then_waited_for()
    {
        Publish("one", "two");
        var id = await CreateAsync();
        refused[sent.Last()] = 429;
        using (var limited = await SendAsync(HttpMethod.Post, "/v1/responses", Body(id)))
            Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        using (var waiting = await SendAsync(HttpMethod.Post, "/v1/responses", Body(id)))
            await AssertErrorAsync(waiting, HttpStatusCode.ServiceUnavailable, "holder_unavailable");
        refused.Clear();
        time.Advance(TimeSpan.FromSeconds(2));
        await CreateAsync(id);
    }

    [Fact]
    public async Task An_id_from_before_there_were_accounts_goes_on_by_provider_with_the_first_credential()
    {
        Publish([], "one");
        var id = await CreateAsync();
        Publish("one", "two");
        for (var i = 0; i < 4; i++)
        {
            await CreateAsync(id);
            Assert.Equal("one", sent.Last());
        }
    }

    [Fact]
    public async Task A_key_that_is_replaced_where_there_is_only_one_loses_nothing()
    {
        Publish([], "one");
        var id = await CreateAsync();
        holders[holders.Keys.Single()] = "renewed";
        Publish([], "renewed");
        await CreateAsync(id);
        Assert.Equal("renewed", sent.Last());
    }

    [Fact]
    public async Task Requests_of_one_conversation_keep_to_one_account_while_it_is_well()
    {
        Publish("one", "two", "three");
        var homes = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            sent.Clear();
            await AskAsync(i);
            await AskAsync(i);
            await AskAsync(i);
            homes.Add(Assert.Single(sent.Distinct()));
        }

        Assert.Equal(3, homes.Distinct().Count());

        // Its home rests: it goes elsewhere, and back again; those at home elsewhere stay there.
        refused[homes[0]] = 401;
        await AskAsync(0);
        refused.Clear();
        sent.Clear();
        for (var i = 0; i < 12; i++)
            await AskAsync(i);
        Assert.DoesNotContain(homes[0], sent);
        Assert.Equal(
            homes.Select((home, i) => (home, i)).Where(pair => pair.home != homes[0]),
            sent.Select((home, i) => (home, i)).Where(pair => homes[pair.i] != homes[0]));
        time.Advance(TimeSpan.FromSeconds(31));
        sent.Clear();
        await AskAsync(0);
        Assert.Equal(homes[0], sent.Single());
    }

    [Fact]
    public async Task Encrypted_reasoning_goes_back_to_the_account_that_made_it_without_its_mark()
    {
        Publish("one", "two", "three");
        for (var i = 0; i < 6; i++)
        {
            using var made = await SendAsync(HttpMethod.Post, "/v1/responses", Body(null));
            var maker = sent.Last();
            var reasoning = JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement
                .GetProperty("output")[0].GetProperty("encrypted_content").GetString()!;
            Assert.StartsWith("gwr_", reasoning, StringComparison.Ordinal);
            Assert.DoesNotContain(maker, reasoning.Split('.')[0], StringComparison.Ordinal);
            using var again = await SendAsync(
                HttpMethod.Post, "/v1/responses",
                $$"""{"model":"own","input":[{"type":"reasoning","encrypted_content":"{{reasoning}}"}]}""");
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
            Assert.Equal(maker, sent.Last());
            Assert.Contains($"\"encrypted_content\":\"of-{maker}\"", bodies.Last(), StringComparison.Ordinal);

            refused[maker] = 401;
            using var lost = await SendAsync(
                HttpMethod.Post, "/v1/responses",
                $$"""{"model":"own","input":[{"type":"reasoning","encrypted_content":"{{reasoning}}"}]}""");
            var message = await AssertErrorAsync(lost, HttpStatusCode.ServiceUnavailable, "holder_unavailable");
            Assert.Contains("without its items of the type 'reasoning'", message, StringComparison.Ordinal);
            refused.Clear();
            time.Advance(TimeSpan.FromMinutes(31));
        }
    }

    private static CredentialConfig Named(string name) => new() { Name = name, Env = "X" };

    private void Publish(params string[] keys) =>
        Publish([.. keys.Select(_ => new CredentialConfig { Env = "X" })], keys);

    /// <summary>Without a list of credentials: one that stands alone.</summary>
    private void Publish(IReadOnlyList<CredentialConfig> credentials, params string[] keys)
    {
        var config = CredentialSamples.Provider(provider.Address.ToString(), credentials) with
        {
            Dialect = Dialect.OpenAIResponses,
            Credentials = credentials.Count == 0 ? null : credentials,
            Credential = credentials.Count == 0 ? new() { Env = "X" } : null,
        };
        gateway.PublishOwn(config, new ProviderSecrets([.. keys.Select(CredentialSamples.Whole)]));
    }

    private (int Status, string Body) Answer(HttpRequest request, string body)
    {
        var key = request.Headers.Authorization.ToString()["Bearer ".Length..];
        sent.Enqueue(key);
        bodies.Enqueue(body);
        if (refused.TryGetValue(key, out var status))
            return (status, """{"error":{"message":"no","code":"nothing_more"}}""");
        var account = key.Replace("-renewed", "", StringComparison.Ordinal);
        var named = request.Method == "GET" ? request.Path.Value!.Split('/')[^1]
            : JsonDocument.Parse(body).RootElement.TryGetProperty("previous_response_id", out var previous)
                ? previous.GetString() : null;
        if (named is not null && holders.GetValueOrDefault(named) != account)
            return (404, """{"error":{"message":"not found","code":"response_not_found"}}""");
        var id = "resp_" + Interlocked.Increment(ref made).ToString(CultureInfo.InvariantCulture);
        holders[id] = account;
        return (200, $$$"""
            {"id":"{{{id}}}","object":"response","status":"completed","model":"m",
             "output":[{"type":"reasoning","encrypted_content":"of-{{{account}}}"}],
             "usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}
            """);
    }

    private static string Body(string? previous) => previous is null ? """{"model":"own","input":[]}"""
        : $$"""{"model":"own","input":[],"previous_response_id":"{{previous}}"}""";

    private async Task<string> CreateAsync(string? previous = null)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/v1/responses", Body(previous));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    private async Task AskAsync(int conversation)
    {
        using var answer = await SendAsync(
            HttpMethod.Post, "/v1/responses",
            $$"""{"model":"own","input":[{"role":"user","content":"Conversation {{conversation}}."}]}""");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", GatewayFixture.Key);
        request.Headers.Add("X-Forwarded-For", GatewayFixture.America);
        return await gateway.Client.SendAsync(request);
    }

    private static async Task<string> AssertErrorAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var error = JsonDocument.Parse(text).RootElement.GetProperty("error");
        Assert.Equal((code, status), (error.GetProperty("code").GetString(), answer.StatusCode));
        return error.GetProperty("message").GetString()!;
    }
}
