using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Godwit.Simulator.Tests;

public sealed class RefusalFaultTests
{
    [Theory]
    [InlineData("rate_limit", 429, "rate_limit_exceeded")]
    [InlineData("quota_exhausted", 429, "insufficient_quota")]
    [InlineData("server_error", 500, null)]
    [InlineData("unavailable", 503, "server_is_overloaded")]
    [InlineData("bad_key", 401, "invalid_api_key")]
    [InlineData("context_length", 400, "context_length_exceeded")]
    [InlineData("content_filter", 400, "content_filter")]
    public async Task A_refusal_has_its_status_and_code_in_OpenAIs_shape(string fault, int status, string? code)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", fault);

        JsonNode body = await simulator.AskAsync(RunningSimulator.Chat("Hello"), status: status);

        JsonObject error = body["error"]!.AsObject();
        Assert.Equal(["message", "type", "param", "code"], error.Select(member => member.Key));
        Assert.Equal(code, error["code"]?.GetValue<string>());
    }

    [Fact]
    public async Task A_rate_limit_says_when_to_come_back_and_is_over_after_its_times()
    {
        await using RunningSimulator simulator =
            await RunningSimulator.StartAsync("openai", "rate_limit:times=1:retry_after=1500ms");

        using HttpResponseMessage first = await simulator.PostAsync(
            "/v1/chat/completions", RunningSimulator.Chat("Hello"));
        using HttpResponseMessage second = await simulator.PostAsync(
            "/v1/chat/completions", RunningSimulator.Chat("Hello"));

        Assert.Equal(HttpStatusCode.TooManyRequests, first.StatusCode);
        Assert.Equal("2", first.Headers.GetValues("Retry-After").Single());
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task A_region_refusal_is_OpenAIs_exact_body_and_comes_before_the_key()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "region_refusal");
        simulator.Client.DefaultRequestHeaders.Authorization = null;

        using HttpResponseMessage response = await simulator.Client.GetAsync(new Uri("/v1/models", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(
            """{"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory """
                + """not supported","param":null,"type":"request_forbidden"}}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_prefill_is_refused_and_other_requests_are_served()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "prefill_refused");

        await simulator.AskAsync(RunningSimulator.Chat("Hello"));
        await simulator.AskAsync(
            """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}""",
            status: 400);
    }

    [Fact]
    public async Task A_redirect_names_another_host()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "redirect");
        using HttpClientHandler handler = new() { AllowAutoRedirect = false };
        using HttpClient client = new(handler) { BaseAddress = simulator.Server.Address };
        client.DefaultRequestHeaders.Add("api-key", "k");

        using HttpResponseMessage response = await client.PostAsync(
            new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(RunningSimulator.Chat("Hello")));

        Assert.Equal(307, (int)response.StatusCode);
        Assert.Equal("redirected.example.com", response.Headers.Location!.Host);
    }

    [Fact]
    public async Task An_error_hides_inside_a_200()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "error_in_200");

        JsonNode plain = await simulator.AskAsync(RunningSimulator.Chat("Hello"));
        List<string> stream = await simulator.StreamAsync(RunningSimulator.Chat("Hello", ""","stream":true"""));

        Assert.NotNull(plain["error"]!["message"]);
        Assert.Contains("\"error\"", Assert.Single(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_ends_the_connection_before_any_byte()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "reset:times=1");

        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(
            () => simulator.PostAsync("/v1/chat/completions", RunningSimulator.Chat("Hello")));

        SocketException socket = Assert.IsType<SocketException>(
            failure.InnerException?.InnerException ?? failure.InnerException);
        Assert.Equal(SocketError.ConnectionReset, socket.SocketErrorCode);
        await simulator.AskAsync(RunningSimulator.Chat("Hello"));
    }

    [Fact]
    public async Task A_silent_provider_sees_the_client_go_away()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "silent");
        using CancellationTokenSource patience = new();

        Task<HttpResponseMessage> asking = simulator.Client.PostAsync(
            new Uri("/v1/chat/completions", UriKind.Relative),
            new StringContent(RunningSimulator.Chat("Hello")), patience.Token);
        await Until(() => simulator.Server.Requests.Any(request => request.Faults.Count > 0));
        Assert.False(asking.IsCompleted);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Until(() => simulator.Server.Requests[0].Ended);
        Assert.True(simulator.Server.Requests[0].Aborted);
        Assert.Null(simulator.Server.Requests[0].Status);
    }

    [Fact]
    public async Task A_silent_provider_stops_without_waiting_for_its_callers()
    {
        RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "silent");
        Task<HttpResponseMessage> asking = simulator.PostAsync("/v1/chat/completions", RunningSimulator.Chat("Hello"));
        await Until(() => simulator.Server.Requests.Any(request => request.Faults.Count > 0));

        await simulator.Server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
        simulator.Client.Dispose();
    }

    [Fact]
    public async Task A_fault_with_a_period_is_over_when_the_clock_says_so()
    {
        FakeTimeProvider time = new();
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(
            SimulatorOptions.For("openai", faults: [RunningSimulator.Parse("unavailable:for=60s")]), time);

        await simulator.AskAsync(RunningSimulator.Chat("Hello"), status: 503);
        time.Advance(TimeSpan.FromSeconds(60));
        await simulator.AskAsync(RunningSimulator.Chat("Hello"));
    }

    [Fact]
    public async Task A_fault_for_one_model_leaves_the_others_alone()
    {
        await using RunningSimulator simulator =
            await RunningSimulator.StartAsync("openai", "server_error:model=qwen3:8b");

        await simulator.AskAsync(RunningSimulator.Chat("Hello", model: "qwen3:8b"), status: 500);
        await simulator.AskAsync(RunningSimulator.Chat("Hello"));
    }

    [Fact]
    public async Task A_share_of_the_requests_is_drawn_from_the_seed()
    {
        List<string> runs = [];
        for (int run = 0; run < 2; run++)
        {
            await using RunningSimulator simulator =
                await RunningSimulator.StartAsync("openai", "server_error:probability=0.5");
            for (int i = 0; i < 20; i++)
            {
                (await simulator.PostAsync("/v1/chat/completions", RunningSimulator.Chat("Hello"))).Dispose();
            }

            await Until(() => simulator.Server.Requests.All(request => request.Ended));
            runs.Add(string.Join(',', simulator.Server.Requests.Select(request => request.Status)));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Contains("500", runs[0], StringComparison.Ordinal);
        Assert.Contains("200", runs[0], StringComparison.Ordinal);
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }
}
