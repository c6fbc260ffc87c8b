using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>What a caller is told before it asks a model, and that asking costs nothing.</summary>
public sealed class AvailabilityTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>, IAsyncLifetime
{
    public ValueTask InitializeAsync()
    {
        gateway.Publish();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_route_says_who_would_answer_this_caller_and_what_it_can_use_instead()
    {
        using var answer = await AskAsync("/godwit/v1/availability", GatewayFixture.China);
        Assert.Equal(("CN", "high"), (Text(answer.RootElement, "territory"), Text(answer.RootElement, "confidence")));
        var rows = answer.RootElement.GetProperty("data").EnumerateArray().ToDictionary(row => Text(row, "id")!);
        var refused = rows["only-openai"];
        Assert.False(refused.GetProperty("usable").GetBoolean());
        Assert.Equal(
            ("refused", "territory_not_served", "openai-territories", "compliance@example.com"),
            (Text(refused, "decision"), Text(refused, "reason"), Text(refused, "policy"), Text(refused, "contact")));
        Assert.Contains("gpt-4o", refused.GetProperty("alternatives").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(
            ("rerouted", "qwen", "qwen-plus"),
            (Text(rows["gpt-4o"], "decision"), Text(rows["gpt-4o"], "provider"), Text(rows["gpt-4o"], "model")));
    }

    [Fact]
    public async Task A_policy_to_come_says_until_when_and_who_answers_afterwards()
    {
        gateway.Publish(from: DateTimeOffset.Parse("2099-07-09T00:00:00Z", null));
        using var route = await AskAsync("/godwit/v1/availability?model=gpt-4o", GatewayFixture.China);
        var row = route.RootElement.GetProperty("data").EnumerateArray().Single();
        Assert.Equal(
            ("openai", "2099-07-09T00:00:00Z", "qwen", null),
            (Text(row, "provider"), Text(row, "provider_until"), Text(row.GetProperty("afterwards"), "provider"),
                Text(row, "available_until")));
        using var single = await AskAsync("/godwit/v1/availability?model=only-openai", GatewayFixture.China);
        row = single.RootElement.GetProperty("data").EnumerateArray().Single();
        Assert.Equal("2099-07-09T00:00:00Z", Text(row, "available_until"));
        Assert.Equal(JsonValueKind.Null, row.GetProperty("afterwards").ValueKind);
    }

    [Fact]
    public async Task It_needs_a_key_and_a_model_that_exists()
    {
        using var stranger = new HttpClient { BaseAddress = gateway.Client.BaseAddress };
        using var refused = await stranger.GetAsync("/godwit/v1/availability");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var unknown = await gateway.Client.GetAsync("/godwit/v1/availability?model=nothing");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var wrong = await gateway.Client.PostAsync("/godwit/v1/availability", null);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, HEAD"), (wrong.StatusCode, Allowed(wrong)));
    }

    [Theory]
    [InlineData("only-openai", GatewayFixture.America, "served", "openai")]
    [InlineData("gpt-4o", GatewayFixture.China, "rerouted", "qwen")]
    [InlineData("only-openai", GatewayFixture.China, "refused", null)]
    public async Task A_dry_run_decides_everything_and_sends_nothing(
        string model, string from, string decision, string? provider)
    {
        var sent = gateway.Simulator.Requests.Count;
        using var response = await DryRunAsync(model, from, "true");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("godwit.dry_run", Text(answer.RootElement, "object"));
        Assert.Equal(decision, Text(answer.RootElement, "decision"));
        Assert.Equal(provider, Text(answer.RootElement, "provider"));
        Assert.Equal(provider is null, answer.RootElement.GetProperty("alternatives").GetArrayLength() > 0);
        Assert.Equal(sent, gateway.Simulator.Requests.Count);
        Assert.Equal("0", response.Headers.GetValues("x-godwit-attempts").Single());
    }

    [Fact]
    public async Task A_dry_run_leaves_no_record()
    {
        using var dry = await DryRunAsync("only-openai", GatewayFixture.America, "true");
        using var real = await DryRunAsync("only-openai", GatewayFixture.America, "false");
        var id = Guid.Parse(dry.Headers.GetValues("x-godwit-request-id").Single());
        // Records are read in their order: when the later request's is there, an earlier one would be, too.
        await gateway.RecordOf(real);
        Assert.False(gateway.IsRecorded(id));
    }

    [Fact]
    public async Task A_dry_run_fails_as_the_request_would()
    {
        using var unknown = await DryRunAsync("nothing", GatewayFixture.America, "true");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("TRUE")]
    [InlineData("")]
    [InlineData("true, false")]
    public async Task A_dry_run_that_is_unclear_is_not_sent_after_all(string value)
    {
        var sent = gateway.Simulator.Requests.Count;
        using var response = await DryRunAsync("only-openai", GatewayFixture.America, value);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(sent, gateway.Simulator.Requests.Count);
    }

    private async Task<JsonDocument> AskAsync(string path, string from)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", from);
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> DryRunAsync(string model, string from, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Add("X-Forwarded-For", from);
        request.Headers.TryAddWithoutValidation("x-godwit-dry-run", value);
        return await gateway.Client.SendAsync(request);
    }

    private static string? Allowed(HttpResponseMessage response) =>
        string.Join(", ", response.Content.Headers.Allow);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
