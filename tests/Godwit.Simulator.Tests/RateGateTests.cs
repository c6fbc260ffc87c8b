using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Godwit.Simulator.Tests;

/// <summary>Simulated limits by the minute, and the headers that tell of them.</summary>
public sealed class RateGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Each_key_has_its_own_limit_which_fills_evenly()
    {
        await using RunningSimulator simulator = await StartAsync("openai", requests: 2);
        Assert.Equal(("2", "1", "30s"), await AskAsync(simulator));
        Assert.Equal(("2", "0", "1m0s"), await AskAsync(simulator));

        using HttpResponseMessage refused = await SendAsync(simulator);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("0", Header(refused, "x-ratelimit-remaining-requests"));

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(("2", "0", "1m0s"), await AskAsync(simulator));
        simulator.Client.DefaultRequestHeaders.Authorization = new("Bearer", "sk-other");
        Assert.Equal(("2", "1", "30s"), await AskAsync(simulator));
    }

    [Fact]
    public async Task Tokens_are_limited_too()
    {
        await using RunningSimulator simulator = await StartAsync("azure-openai", tokens: 100);
        using HttpResponseMessage first = await SendAsync(simulator, new string('x', 200));
        using HttpResponseMessage second = await SendAsync(simulator, new string('x', 200));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("100", Header(first, "x-ratelimit-limit-tokens"));
        Assert.True(int.TryParse(Header(first, "x-ratelimit-reset-tokens"), out int seconds));
        Assert.InRange(seconds, 31, 49);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
    }

    [Fact]
    public async Task Mistrals_headers_name_the_minute()
    {
        await using RunningSimulator simulator = await StartAsync("mistral", requests: 5);
        using HttpResponseMessage response = await SendAsync(simulator);
        Assert.Equal("4", Header(response, "x-ratelimit-remaining-req-minute"));
        Assert.False(response.Headers.Contains("x-ratelimit-reset-requests"));
    }

    private Task<RunningSimulator> StartAsync(string provider, int? requests = null, int? tokens = null) =>
        RunningSimulator.StartAsync(
            new SimulatorOptions
            {
                Providers =
                [
                    new SimulatedProvider
                    {
                        Name = provider, RequestsPerMinute = requests, TokensPerMinute = tokens,
                    },
                ],
            },
            _time);

    private static Task<HttpResponseMessage> SendAsync(RunningSimulator simulator, string text = "Hello") =>
        simulator.PostAsync("/v1/chat/completions", RunningSimulator.Chat(text));

    private static async Task<(string Limit, string Remaining, string Reset)> AskAsync(RunningSimulator simulator)
    {
        using HttpResponseMessage response = await SendAsync(simulator);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (Header(response, "x-ratelimit-limit-requests"), Header(response, "x-ratelimit-remaining-requests"),
            Header(response, "x-ratelimit-reset-requests"));
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.GetValues(name).Single();
}
