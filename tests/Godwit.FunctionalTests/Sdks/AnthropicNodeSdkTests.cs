using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Xunit;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>What applications do with the npm <c>@anthropic-ai/sdk</c>, before a provider of each dialect.</summary>
[Collection(DialectsGroup.Name)]
public sealed class AnthropicNodeSdkTests(DialectsFixture dialects)
{
    private const string Own = "via-anthropic-messages";

    public static TheoryData<string> Models => [.. DialectsFixture.Models];

    [Theory, MemberData(nameof(Models))]
    public async Task A_message_is_answered(string model)
    {
        var answer = await RunAsync(model, "chat");

        AssertText(answer);
        Assert.Equal("end_turn", Text(answer, "finish"));
        Assert.StartsWith("msg_", Text(answer, "id"), StringComparison.Ordinal);
        Assert.Equal("served", Text(answer.GetProperty("headers"), "x-godwit-decision"));
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_streamed_message_arrives_in_parts_and_in_order(string model)
    {
        var answer = await RunAsync(model, "chat_stream");

        AssertText(answer);
        Assert.Equal("end_turn", Text(answer, "finish"));
        Assert.True(answer.GetProperty("deltas").GetInt32() > 1);
        string?[] events = [.. answer.GetProperty("events").EnumerateArray().Select(name => name.GetString())];
        Assert.Equal("message_start", events[0]);
        Assert.Equal(["message_delta", "message_stop"], events[^2..]);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_tool_is_called_and_its_result_leads_to_an_answer(string model)
    {
        var answer = await RunAsync(model, "tool_loop");

        AssertWeatherCall(answer);
        Assert.Contains("21", Text(answer, "text"), StringComparison.Ordinal);
        Assert.Equal("end_turn", Text(answer, "then"));
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_streamed_tool_call_is_put_together_from_its_deltas(string model) =>
        AssertWeatherCall(await RunAsync(model, "tool_stream"));

    [Theory, MemberData(nameof(Models))]
    public async Task Calls_that_are_made_together_are_answered_together(string model)
    {
        var answer = await RunAsync(model, "parallel_tools");

        Assert.Equal("tool_use", Text(answer, "finish"));
        var ids = answer.GetProperty("calls").EnumerateArray().Select(call => Text(call, "id")).ToList();
        Assert.True(ids.Count > 1);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        AssertText(answer);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task Structured_output_obeys_its_schema(string model)
    {
        var answer = await RunAsync(model, "structured_output");

        Assert.Equal(JsonValueKind.String, answer.GetProperty("object").GetProperty("name").ValueKind);
        Assert.Equal(JsonValueKind.Number, answer.GetProperty("object").GetProperty("population").ValueKind);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_picture_is_seen(string model) => Assert.Contains(
        "16 x 16 pixels", Text(await RunAsync(model, "vision"), "text"), StringComparison.Ordinal);

    [Theory, MemberData(nameof(Models))]
    public async Task Thinking_comes_back_with_the_conversation(string model)
    {
        var answer = await RunAsync(model, "thinking");

        AssertText(answer);
        if (model == Own)
        {
            var thoughts = answer.GetProperty("thoughts");
            Assert.NotEqual(0, thoughts.GetArrayLength());
            Assert.NotEqual("", Text(thoughts[0], "signature"));
        }
    }

    [Fact]
    public async Task Tokens_are_counted_by_a_provider_that_can()
    {
        Assert.True((await RunAsync(Own, "count_tokens")).GetProperty("input_tokens").GetInt32() > 0);
        Assert.True((await RunAsync("via-openai-chat", "count_tokens")).GetProperty("status").GetInt32() >= 400);
    }

    [Fact]
    public async Task Models_are_listed_in_Anthropics_shape()
    {
        var answer = await RunAsync(Own, "models");

        Assert.Contains(answer.GetProperty("models").EnumerateArray(), one => Text(one, "id") == Own);
        Assert.Equal("model", Text(answer.GetProperty("one"), "type"));
        Assert.Equal(Own, Text(answer.GetProperty("one"), "display_name"));
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_role_that_does_not_exist_is_an_invalid_request(string model)
    {
        var error = await RunAsync(model, "bad_request");

        Assert.Equal(400, error.GetProperty("status").GetInt32());
        Assert.Equal("invalid_request_error", Text(error, "type"));
    }

    [Fact]
    public async Task Errors_have_the_type_of_their_status()
    {
        var stranger = dialects.Client with { ApiKey = "gw-not-a-key", Model = Own };
        var wrongKey = await stranger.RunAsync("anthropic", "error");
        Assert.Equal(401, wrongKey.GetProperty("status").GetInt32());
        Assert.Equal("authentication_error", Text(wrongKey, "type"));
        var noModel = await RunAsync("nope", "error");
        Assert.Equal(404, noModel.GetProperty("status").GetInt32());
        Assert.Equal("not_found_error", Text(noModel, "type"));
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_client_that_stops_reading_ends_its_stream(string model)
    {
        var answer = await RunAsync(model, "cancel");

        Assert.True(answer.GetProperty("aborted").GetBoolean());
        Assert.InRange(answer.GetProperty("chunks").GetInt32(), 2, 60);
    }

    private Task<JsonElement> RunAsync(string model, string scenario) =>
        (dialects.Client with { Model = model }).RunAsync("anthropic", scenario);

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();

    private static void AssertText(JsonElement answer) => Assert.False(string.IsNullOrWhiteSpace(Text(answer, "text")));

    private static void AssertWeatherCall(JsonElement answer)
    {
        Assert.Equal("tool_use", Text(answer, "finish"));
        var call = answer.GetProperty("calls")[0];
        Assert.Equal("get_weather", Text(call, "name"));
        Assert.Equal("Lisbon", Text(call.GetProperty("input"), "city"));
    }
}
