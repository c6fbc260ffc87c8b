using System.Text;
using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Xunit;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>
/// What applications do with the npm <c>@google/genai</c> SDK, before a provider of each dialect: spliced to Gemini's
/// own, translated to the others.
/// </summary>
[Collection(DialectsGroup.Name)]
public sealed class GoogleSdkTests(DialectsFixture gateway)
{
    public static TheoryData<string> Models => [.. DialectsFixture.Models];

    [Theory, MemberData(nameof(Models))]
    public async Task A_chat_is_answered(string model)
    {
        var answer = await RunAsync(model, "chat");

        AssertText(answer);
        Assert.Equal("STOP", answer.GetProperty("finish").GetString());
        Assert.False(string.IsNullOrEmpty(answer.GetProperty("responseId").GetString()));
        AssertUsage(answer);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_streamed_chat_arrives_in_pieces_and_ends_with_usage(string model)
    {
        var answer = await RunAsync(model, "chat_stream");

        AssertText(answer);
        Assert.True(answer.GetProperty("chunks").GetInt32() > 1);
        Assert.Equal(1, answer.GetProperty("ids").GetInt32());
        Assert.Equal("STOP", answer.GetProperty("finish").GetString());
        AssertUsage(answer);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task The_SDK_takes_streamed_answers_into_its_history(string model)
    {
        var answer = await RunAsync(model, "chat_session");

        AssertText(answer);
        Assert.Equal(2, answer.GetProperty("turns").GetInt32());
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_tool_is_called_and_its_result_leads_to_an_answer(string model)
    {
        var answer = await RunAsync(model, "tool_loop");

        AssertCalls(answer, "Lisbon");
        Assert.Equal("STOP", answer.GetProperty("finish").GetString());
        Assert.Contains("21", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task Several_tools_are_called_at_once(string model)
    {
        var answer = await RunAsync(model, "parallel_tools");

        AssertCalls(answer, "Lisbon", "Porto");
        AssertText(answer);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_streamed_call_comes_whole(string model) =>
        AssertCalls(await RunAsync(model, "tool_stream"), "Lisbon");

    [Theory, MemberData(nameof(Models))]
    public async Task Thoughts_go_back_with_the_conversation(string model)
    {
        var answer = await RunAsync(model, "thoughts");

        AssertCalls(answer, "Lisbon");
        Assert.Contains("21", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
        if (model is "via-gemini-generate-content" or "via-anthropic-messages")
        {
            Assert.False(string.IsNullOrEmpty(answer.GetProperty("thoughts").GetString()));
            Assert.True(answer.GetProperty("signatures").GetInt32() > 0);
        }
    }

    [Theory, MemberData(nameof(Models))]
    public async Task Structured_output_obeys_its_schema(string model)
    {
        var answer = await RunAsync(model, "structured_output");

        var city = answer.GetProperty("object");
        Assert.Equal("Lisbon", city.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Number, city.GetProperty("population").ValueKind);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_picture_is_seen(string model)
    {
        var answer = await RunAsync(model, "vision");

        Assert.Contains("16 x 16 pixels", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
        AssertUsage(answer);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_client_that_stops_reading_ends_its_stream(string model)
    {
        var answer = await RunAsync(model, "cancel");

        Assert.True(answer.GetProperty("aborted").GetBoolean());
    }

    [Fact]
    public async Task Tokens_are_counted_by_a_provider_of_the_same_dialect()
    {
        var answer = await RunAsync("via-gemini-generate-content", "count_tokens");

        Assert.True(answer.GetProperty("totalTokens").GetInt32() > 0);
    }

    [Fact]
    public async Task An_unknown_model_is_an_error_in_Googles_shape()
    {
        foreach (var scenario in new[] { "error", "error_stream" })
        {
            var answer = await RunAsync("no-such-model", scenario);

            Assert.Equal("ApiError", answer.GetProperty("name").GetString());
            Assert.Equal(404, answer.GetProperty("status").GetInt32());
            Assert.Equal("NOT_FOUND", answer.GetProperty("error").GetProperty("status").GetString());
        }
    }

    [Fact]
    public async Task A_wrong_key_is_an_error_in_Googles_shape()
    {
        var client = gateway.Client with { ApiKey = "gdw_wrong", Model = DialectsFixture.Models[0] };
        var answer = await client.RunAsync("genai", "error");

        Assert.Equal(401, answer.GetProperty("status").GetInt32());
        Assert.Equal("UNAUTHENTICATED", answer.GetProperty("error").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Models_are_listed_and_found_as_Gemini_does()
    {
        var list = await RunAsync(DialectsFixture.Models[0], "models");
        var names = list.GetProperty("models").EnumerateArray().Select(one => one.GetProperty("name").GetString());
        Assert.Superset(
            DialectsFixture.Models.Select(model => "models/" + model).ToHashSet(), names.OfType<string>().ToHashSet());

        var one = await RunAsync(DialectsFixture.Models[1], "model");
        Assert.Equal("models/" + DialectsFixture.Models[1], one.GetProperty("name").GetString());
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_stream_without_events_is_one_list(string model)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(gateway.Server.ClientUri, $"/v1beta/models/{model}:streamGenerateContent"));
        request.Headers.Add("x-goog-api-key", gateway.ApiKey);
        request.Headers.Add("X-Forwarded-For", Caller.InUnitedStates);
        request.Content = new StringContent(
            """{"contents":[{"parts":[{"text":"Hi."}]}]}""", Encoding.UTF8, "application/json");

        using var response = await client.SendAsync(request);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.True(body.RootElement.GetArrayLength() > 1);
        var last = body.RootElement.EnumerateArray().Last();
        Assert.Equal("STOP", last.GetProperty("candidates")[0].GetProperty("finishReason").GetString());
    }

    private Task<JsonElement> RunAsync(string model, string scenario) =>
        (gateway.Client with { Model = model }).RunAsync("genai", scenario);

    private static void AssertText(JsonElement answer) =>
        Assert.False(string.IsNullOrWhiteSpace(answer.GetProperty("text").GetString()));

    private static void AssertUsage(JsonElement answer)
    {
        Assert.True(answer.GetProperty("inputTokens").GetInt32() > 0);
        Assert.True(answer.GetProperty("outputTokens").GetInt32() > 0);
        Assert.True(answer.GetProperty("totalTokens").GetInt32() > answer.GetProperty("outputTokens").GetInt32());
    }

    private static void AssertCalls(JsonElement answer, params string[] cities)
    {
        var calls = answer.GetProperty("calls").EnumerateArray().ToArray();
        Assert.All(calls, call => Assert.Equal("get_weather", call.GetProperty("name").GetString()));
        Assert.Equal(cities, calls.Select(call => call.GetProperty("arguments").GetProperty("city").GetString()));
    }
}
