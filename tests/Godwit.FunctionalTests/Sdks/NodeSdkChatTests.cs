using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Xunit;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>What applications do with the npm <c>openai</c> SDK and the npm <c>ai</c> SDK.</summary>
[Collection(GatewayGroup.Name)]
public sealed class NodeSdkChatTests(GatewayFixture gateway)
{
    public static TheoryData<string> Sdks => ["openai", "ai"];

    [Theory, MemberData(nameof(Sdks))]
    public async Task A_chat_is_answered_and_says_who_answered(string sdk)
    {
        var answer = await gateway.Client.RunAsync(sdk, "chat");

        AssertText(answer);
        Assert.Equal("stop", answer.GetProperty("finish").GetString());
        AssertUsage(answer);
        AssertServedByOpenAI(answer.GetProperty("headers"));
    }

    [Theory, MemberData(nameof(Sdks))]
    public async Task A_streamed_chat_arrives_in_parts_without_usage_nobody_asked_for(string sdk)
    {
        var answer = await gateway.Client.RunAsync(sdk, "chat_stream");

        AssertText(answer);
        Assert.True(answer.GetProperty("chunks").GetInt32() > 1);
        Assert.Equal("stop", answer.GetProperty("finish").GetString());
        AssertServedByOpenAI(answer.GetProperty("headers"));
        if (answer.TryGetProperty("usage", out var usage))
        {
            Assert.Equal(JsonValueKind.Null, usage.ValueKind);
        }
    }

    [Theory, MemberData(nameof(Sdks))]
    public async Task A_streamed_chat_carries_usage_when_asked(string sdk)
    {
        var answer = await gateway.Client.RunAsync(sdk, "chat_stream_usage");

        AssertText(answer);
        AssertUsage(answer);
    }

    [Theory, MemberData(nameof(Sdks))]
    public async Task A_tool_is_called_and_its_result_leads_to_an_answer(string sdk)
    {
        var answer = await gateway.Client.RunAsync(sdk, "tool_loop");

        AssertWeatherCall(answer);
        Assert.Contains("21", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Sdks))]
    public async Task A_streamed_tool_call_is_put_together_from_its_deltas(string sdk) =>
        AssertWeatherCall(await gateway.Client.RunAsync(sdk, "tool_stream"));

    [Theory, MemberData(nameof(Sdks))]
    public async Task Structured_output_obeys_its_schema(string sdk)
    {
        var answer = await gateway.Client.RunAsync(sdk, "structured_output");

        var city = answer.GetProperty("object");
        Assert.Equal("Lisbon", city.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Number, city.GetProperty("population").ValueKind);
    }

    [Theory, MemberData(nameof(Sdks))]
    public async Task A_picture_is_seen(string sdk)
    {
        var answer = await gateway.Client.RunAsync(sdk, "vision");

        Assert.Contains("16 x 16 pixels", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
        AssertUsage(answer);
    }

    [Theory, MemberData(nameof(Sdks))]
    public async Task Embeddings_come_one_for_each_input(string sdk)
    {
        var client = gateway.Client with { Model = "text-embedding-3-small" };
        var answer = await client.RunAsync(sdk, "embeddings");

        Assert.Equal(2, answer.GetProperty("count").GetInt32());
        Assert.True(answer.GetProperty("dimensions").GetInt32() > 1);
        Assert.True(answer.GetProperty("inputTokens").GetInt32() > 0);
    }

    [Theory, MemberData(nameof(Sdks))]
    public async Task A_client_that_stops_reading_ends_its_stream(string sdk)
    {
        var answer = await (gateway.Client with { Model = "gpt-4o-slow" }).RunAsync(sdk, "cancel");

        Assert.True(answer.GetProperty("aborted").GetBoolean());
        Assert.InRange(answer.GetProperty("chunks").GetInt32(), 1, 5);
    }

    private static void AssertText(JsonElement answer) =>
        Assert.False(string.IsNullOrWhiteSpace(answer.GetProperty("text").GetString()));

    private static void AssertUsage(JsonElement answer)
    {
        Assert.True(answer.GetProperty("inputTokens").GetInt32() > 0);
        Assert.True(answer.GetProperty("outputTokens").GetInt32() > 0);
    }

    private static void AssertWeatherCall(JsonElement answer)
    {
        Assert.Equal("tool_calls", answer.GetProperty("finish").GetString());
        var call = answer.GetProperty("calls")[0];
        Assert.Equal("get_weather", call.GetProperty("name").GetString());
        Assert.Equal("Lisbon", call.GetProperty("arguments").GetProperty("city").GetString());
    }

    private static void AssertServedByOpenAI(JsonElement headers)
    {
        Assert.Equal("openai", headers.GetProperty("x-godwit-provider").GetString());
        Assert.Equal("gpt-4o", headers.GetProperty("x-godwit-model").GetString());
        Assert.Equal("served", headers.GetProperty("x-godwit-decision").GetString());
        Assert.Equal("1", headers.GetProperty("x-godwit-attempts").GetString());
        Assert.StartsWith("US", headers.GetProperty("x-godwit-territory").GetString(), StringComparison.Ordinal);
        Assert.Equal(7, Guid.Parse(headers.GetProperty("x-godwit-request-id").GetString()!).Version);
    }
}
