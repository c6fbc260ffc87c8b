using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Xunit;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>
/// What applications do with Responses in the npm <c>openai</c> SDK, before a provider of each dialect.
/// </summary>
[Collection(DialectsGroup.Name)]
public sealed class NodeResponsesTests(DialectsFixture gateway)
{
    public static TheoryData<string> Models => [.. DialectsFixture.Models];

    [Theory, MemberData(nameof(Models))]
    public async Task A_response_is_complete_and_counts_its_tokens(string model)
    {
        var answer = await RunAsync(model, "plain");

        AssertText(answer);
        Assert.Equal("completed", answer.GetProperty("status").GetString());
        Assert.True(answer.GetProperty("inputTokens").GetInt32() > 0);
        Assert.True(answer.GetProperty("outputTokens").GetInt32() > 0);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_stream_has_its_events_in_order_and_ends_with_the_whole(string model)
    {
        var answer = await RunAsync(model, "stream");

        AssertText(answer);
        Assert.True(answer.GetProperty("inOrder").GetBoolean());
        Assert.True(answer.GetProperty("same").GetBoolean());
        Assert.Equal(1, answer.GetProperty("ids").GetInt32());
        Assert.Equal("completed", answer.GetProperty("status").GetString());
        var types = answer.GetProperty("types").EnumerateArray().Select(type => type.GetString()).ToArray();
        Assert.Equal("response.created", types[0]);
        Assert.Equal("response.completed", types[^1]);
        Assert.Contains("response.output_item.done", types);
        Assert.True(answer.GetProperty("outputTokens").GetInt32() > 0);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_tool_is_called_and_its_result_leads_to_an_answer(string model)
    {
        var answer = await RunAsync(model, "tool_loop");

        AssertWeatherCall(answer);
        Assert.Contains("21", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_streamed_call_is_put_together_from_its_deltas(string model) =>
        AssertWeatherCall(await RunAsync(model, "tool_stream"));

    [Theory, MemberData(nameof(Models))]
    public async Task A_conversation_goes_on_from_its_last_response(string model)
    {
        var answer = await RunAsync(model, "previous");

        AssertWeatherCall(answer);
        Assert.Contains("21", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(answer.GetProperty("previous").GetBoolean());
        Assert.True(
            answer.GetProperty("inputTokens").GetInt32() > answer.GetProperty("firstInputTokens").GetInt32());
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_conversation_holds_what_was_said_whoever_answers(string model)
    {
        var seen = await RunAsync(model, "conversation");

        AssertWeatherCall(seen);
        Assert.Contains("21", seen.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(seen.GetProperty("named").GetBoolean());
        var types = seen.GetProperty("types").EnumerateArray().Select(type => type.GetString())
            .Where(type => type != "reasoning");
        Assert.Equal(["message", "message", "function_call", "function_call_output", "message"], types);
        Assert.True(seen.GetProperty("one").GetBoolean());
        Assert.Equal(0, seen.GetProperty("left").GetInt32());
        Assert.Equal("weather", seen.GetProperty("topic").GetString());
        Assert.True(seen.GetProperty("deleted").GetBoolean());
        Assert.Equal(404, seen.GetProperty("gone").GetProperty("status").GetInt32());
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_response_is_told_again_until_it_is_deleted(string model)
    {
        var answer = await RunAsync(model, "stored");

        Assert.True(answer.GetProperty("same").GetBoolean());
        var item = Assert.Single(answer.GetProperty("items").EnumerateArray());
        Assert.Equal("message", item.GetProperty("type").GetString());
        Assert.Equal("user", item.GetProperty("role").GetString());
        Assert.Equal(404, answer.GetProperty("gone").GetProperty("status").GetInt32());
        Assert.InRange(answer.GetProperty("cut").GetProperty("status").GetInt32(), 400, 404);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task Structured_output_obeys_its_schema(string model)
    {
        var city = (await RunAsync(model, "structured")).GetProperty("object");

        Assert.Equal(JsonValueKind.String, city.GetProperty("name").ValueKind);
        Assert.Equal(JsonValueKind.Number, city.GetProperty("population").ValueKind);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_picture_is_seen(string model) => Assert.Contains(
        "16 x 16 pixels", (await RunAsync(model, "image")).GetProperty("text").GetString(), StringComparison.Ordinal);

    [Theory, MemberData(nameof(Models))]
    public async Task A_wrong_request_is_refused_with_its_field(string model)
    {
        var error = await RunAsync(model, "error");

        Assert.Equal(400, error.GetProperty("status").GetInt32());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_client_that_stops_reading_ends_its_stream(string model) =>
        Assert.True((await RunAsync(model, "cancel")).GetProperty("aborted").GetBoolean());

    private Task<JsonElement> RunAsync(string model, string scenario) =>
        (gateway.Client with { Model = model }).RunAsync("responses", scenario);

    private static void AssertText(JsonElement answer) =>
        Assert.False(string.IsNullOrWhiteSpace(answer.GetProperty("text").GetString()));

    private static void AssertWeatherCall(JsonElement answer)
    {
        var call = answer.GetProperty("calls")[0];
        Assert.Equal("get_weather", call.GetProperty("name").GetString());
        Assert.Equal("Lisbon", call.GetProperty("arguments").GetProperty("city").GetString());
    }
}
