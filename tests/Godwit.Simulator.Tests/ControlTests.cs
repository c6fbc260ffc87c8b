using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

public sealed class ControlTests
{
    private static readonly Uri Requests = new("/_simulator/requests", UriKind.Relative);
    private static readonly Uri Faults = new("/_simulator/faults", UriKind.Relative);

    [Fact]
    public async Task Requests_are_shown_with_their_body_and_without_their_credentials_until_they_are_cleared()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        string body = RunningSimulator.Chat("Hello é");
        await simulator.AskAsync(body, "/v1/chat/completions?a=b");

        string text = await simulator.Client.GetStringAsync(Requests);
        JsonNode shown = Assert.Single(JsonNode.Parse(text)!["requests"]!.AsArray())!;
        using HttpResponseMessage cleared = await simulator.Client.DeleteAsync(Requests);

        Assert.Equal(body, shown["body"]!.GetValue<string>());
        Assert.Equal("/v1/chat/completions", shown["path"]!.GetValue<string>());
        Assert.Equal("?a=b", shown["query"]!.GetValue<string>());
        Assert.StartsWith(
            "Bearer [redacted sha256:",
            shown["headers"]!["Authorization"]!.GetValue<string>(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("sk-test", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Empty(simulator.Server.Requests);
    }

    [Fact]
    public async Task Only_the_last_requests_are_kept()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(
            SimulatorOptions.For("openai") with { RequestsKept = 2 });
        for (int i = 0; i < 3; i++)
        {
            await simulator.AskAsync(RunningSimulator.Chat("Hello"));
        }

        Assert.Equal([2L, 3L], simulator.Server.Requests.Select(request => request.Sequence));
    }

    [Fact]
    public async Task Faults_are_changed_over_http_as_text_or_as_objects()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode armed = await PutAsync(simulator, """
            {"faults":["unavailable:times=1",{"kind":"rate_limit","times":1,"retry_after":"2s"}]}
            """, HttpStatusCode.OK);
        await simulator.AskAsync(RunningSimulator.Chat("Hello"), status: 503);
        await simulator.AskAsync(RunningSimulator.Chat("Hello"), status: 429);
        await simulator.AskAsync(RunningSimulator.Chat("Hello"));

        Assert.Equal("rate_limit:times=1:retry_after=2000ms", armed["faults"]![1]!["fault"]!.GetValue<string>());
        Assert.Equal([1, 1], simulator.Server.Faults.Snapshot().Select(status => status.Used));
        using HttpResponseMessage cleared = await simulator.Client.DeleteAsync(Faults);
        Assert.Empty(simulator.Server.Faults.Snapshot());
    }

    [Fact]
    public async Task Faults_of_one_provider_leave_the_other_alone()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(new SimulatorOptions
        {
            Providers =
            [
                new SimulatedProvider { Name = "openai", PathPrefix = "/a" },
                new SimulatedProvider { Name = "mistral", PathPrefix = "/b" },
            ],
        });

        await PutAsync(simulator, """{"provider":"openai","faults":["server_error"]}""", HttpStatusCode.OK);

        await simulator.AskAsync(RunningSimulator.Chat("Hello"), "/a/v1/chat/completions", 500);
        await simulator.AskAsync(RunningSimulator.Chat("Hello"), "/b/v1/chat/completions");
    }

    [Theory]
    [InlineData("nonsense", "not JSON")]
    [InlineData("{}", "\"faults\"")]
    [InlineData("""{"faults":["explode"]}""", "the kinds are rate_limit")]
    [InlineData("""{"faults":[{"kind":"silent","delay":"soon"}]}""", "duration")]
    [InlineData("""{"provider":"nobody","faults":[]}""", "there are openai")]
    public async Task Wrong_faults_are_refused_with_what_is_accepted(string body, string expected)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        JsonNode answer = await PutAsync(simulator, body, HttpStatusCode.BadRequest);

        Assert.Contains(expected, answer["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> PutAsync(RunningSimulator simulator, string body, HttpStatusCode status)
    {
        using HttpResponseMessage response = await simulator.Client.PutAsync(
            Faults, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
