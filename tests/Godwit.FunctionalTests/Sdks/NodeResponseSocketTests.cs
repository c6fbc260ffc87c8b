using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Xunit;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>Responses over a WebSocket with the npm <c>openai</c> SDK, before a provider of each dialect.</summary>
[Collection(DialectsGroup.Name)]
public sealed class NodeResponseSocketTests(DialectsFixture gateway)
{
    public static TheoryData<string> Models => [.. DialectsFixture.Models];

    [Theory, MemberData(nameof(Models))]
    public async Task Turns_follow_each_other_on_one_connection(string model)
    {
        var seen = await RunAsync(model, "turns");

        Assert.False(string.IsNullOrWhiteSpace(seen.GetProperty("text").GetString()));
        Assert.True(seen.GetProperty("same").GetBoolean());
        Assert.True(seen.GetProperty("inOrder").GetBoolean());
        Assert.True(seen.GetProperty("previous").GetBoolean());
        Assert.True(seen.GetProperty("outputTokens").GetInt32() > 0);
        Assert.True(
            seen.GetProperty("laterInputTokens").GetInt32() > seen.GetProperty("inputTokens").GetInt32());
        Assert.Equal(1000, seen.GetProperty("closed").GetInt32());
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_tool_loop_goes_on_though_nothing_is_kept(string model)
    {
        var seen = await RunAsync(model, "tool_loop");

        Assert.Equal(0, seen.GetProperty("warm").GetInt32());
        var call = seen.GetProperty("calls")[0];
        Assert.Equal("get_weather", call.GetProperty("name").GetString());
        Assert.Equal("Lisbon", call.GetProperty("arguments").GetProperty("city").GetString());
        Assert.Contains("21", seen.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_wrong_turn_is_refused_and_the_next_one_answered(string model)
    {
        var seen = await RunAsync(model, "error");

        Assert.Equal(400, seen.GetProperty("status").GetInt32());
        Assert.Equal("invalid_request_error", seen.GetProperty("type").GetString());
        Assert.Equal("response.completed", seen.GetProperty("then").GetString());
    }

    private Task<JsonElement> RunAsync(string model, string scenario) =>
        (gateway.Client with { Model = model }).RunAsync("responses-socket", scenario);
}
