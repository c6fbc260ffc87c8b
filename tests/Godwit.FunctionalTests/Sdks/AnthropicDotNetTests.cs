using System.Net;
using System.Text.Json;
using Anthropic;
using Anthropic.Core;
using Anthropic.Exceptions;
using Anthropic.Models;
using Anthropic.Models.Messages;
using Godwit.FunctionalTests.Support;
using Xunit;
using Caller = Godwit.FunctionalTests.Support.Caller;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>
/// What applications do with the NuGet <c>Anthropic</c> SDK, before a provider of each dialect. It sends API version
/// 2026-10-21 and its key as a bearer, and checks each answer against its own types.
/// </summary>
[Collection(DialectsGroup.Name)]
public sealed class AnthropicDotNetTests(DialectsFixture dialects)
{
    private static readonly Tool Weather = ToolNamed("get_weather", "Current weather in a city");

    public static TheoryData<string> Models => [.. DialectsFixture.Models];

    [Theory, MemberData(nameof(Models))]
    public async Task A_message_is_answered_with_its_usage(string model)
    {
        using var client = Connect();
        var answer = await client.Messages.Create(Ask(model, "Say hello in one sentence.") with
        {
            System = "Be brief.",
        });

        Assert.NotEmpty(TextOf(answer));
        Assert.StartsWith("msg_", answer.ID, StringComparison.Ordinal);
        Assert.Equal(StopReason.EndTurn, answer.StopReason?.Value());
        Assert.True(answer.Usage.InputTokens > 0);
        Assert.True(answer.Usage.OutputTokens > 0);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_streamed_message_arrives_in_parts_and_in_order(string model)
    {
        using var client = Connect();
        var events = await FollowAsync(client, Ask(model, "Count from one to ten."));

        Assert.True(events[0].TryPickStart(out _));
        Assert.True(events[^2].TryPickDelta(out var last));
        Assert.True(events[^1].TryPickStop(out _));
        Assert.Equal(StopReason.EndTurn, last.Delta.StopReason?.Value());
        Assert.True(last.Usage.OutputTokens > 0);
        Assert.True(events.Count(one => one.TryPickContentBlockDelta(out _)) > 1);
        Assert.NotEmpty(TextOf(await CollectAsync(events)));
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_tool_is_called_and_its_result_leads_to_an_answer(string model)
    {
        using var client = Connect();
        var question = Ask(model, "What is the weather in Lisbon?") with
        {
            Tools = [Weather],
            ToolChoice = new ToolChoiceAny(),
        };
        var first = await client.Messages.Create(question);

        Assert.Equal(StopReason.ToolUse, first.StopReason?.Value());
        var call = Assert.Single(CallsOf(first));
        Assert.Equal("get_weather", call.Name);
        Assert.Equal("Lisbon", call.Input["city"].GetString());
        var second = await client.Messages.Create(Answered(question, first));
        Assert.Contains("21", TextOf(second), StringComparison.Ordinal);
        Assert.Equal(StopReason.EndTurn, second.StopReason?.Value());
    }

    [Theory, MemberData(nameof(Models))]
    public async Task Calls_that_are_streamed_together_are_answered_together(string model)
    {
        using var client = Connect();
        var question = Ask(model, "What is the weather in Lisbon and in Paris?") with
        {
            Tools = [Weather, ToolNamed("get_time", "Current time in a city")],
            ToolChoice = new ToolChoiceAny(),
        };
        var first = await CollectAsync(await FollowAsync(client, question));

        Assert.Equal(StopReason.ToolUse, first.StopReason?.Value());
        var calls = CallsOf(first);
        Assert.True(calls.Count > 1);
        Assert.Equal(calls.Count, calls.Select(call => call.ID).Distinct().Count());
        Assert.All(calls, call => Assert.NotEmpty(call.Input));
        Assert.NotEmpty(TextOf(await client.Messages.Create(Answered(question, first))));
    }

    [Theory, MemberData(nameof(Models))]
    public async Task Structured_output_obeys_its_schema(string model)
    {
        using var client = Connect();
        var answer = await client.Messages.Create(Ask(model, "Describe Lisbon.") with
        {
            OutputConfig = new OutputConfig
            {
                Format = new JsonOutputFormat { Schema = Members(Questions.CitySchema) },
            },
        });

        Questions.AssertCity(TextOf(answer));
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_picture_is_seen(string model)
    {
        using var client = Connect();
        var picture = new Base64ImageSource
        {
            Data = Convert.ToBase64String(await Questions.PictureAsync()),
            MediaType = MediaType.ImagePng,
        };
        List<ContentBlockParam> parts = [new ImageBlockParam(picture), new TextBlockParam("What is in this picture?")];
        var answer = await client.Messages.Create(Ask(model, parts));

        Assert.Contains("16 x 16 pixels", TextOf(answer), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_wrong_request_is_thrown_as_one(string model)
    {
        using var client = Connect();
        var error = await Assert.ThrowsAsync<AnthropicBadRequestException>(
            () => client.Messages.Create(Ask(model, "Hello.") with { ToolChoice = Json("""{"type":"perhaps"}""") }));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Equal(ErrorType.InvalidRequestError, error.Type?.Value());
    }

    [Fact]
    public async Task Refusals_have_the_type_of_their_status()
    {
        using var stranger = Connect("gw-not-a-key");
        var wrongKey = await Assert.ThrowsAsync<AnthropicUnauthorizedException>(
            () => stranger.Messages.Create(Ask(DialectsFixture.Models[0], "Hello.")));
        Assert.Equal(ErrorType.AuthenticationError, wrongKey.Type?.Value());

        using var client = Connect();
        var noModel = await Assert.ThrowsAsync<AnthropicNotFoundException>(
            () => client.Messages.Create(Ask("nope", "Hello.")));
        Assert.Equal(ErrorType.NotFoundError, noModel.Type?.Value());
        Assert.Contains("nope", noModel.ApiMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_listed_and_tokens_counted()
    {
        using var client = Connect();
        var models = await client.Models.List();
        Assert.Superset(DialectsFixture.Models.ToHashSet(), models.Items.Select(model => model.ID).ToHashSet());

        var count = await client.Messages.CountTokens(new MessageCountTokensParams
        {
            Model = "via-anthropic-messages",
            Messages = [new UserMessageParam("How long is this?")],
        });
        Assert.True(count.InputTokens > 0);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_client_that_stops_reading_ends_its_stream(string model)
    {
        using var client = Connect();
        using var cancel = new CancellationTokenSource();
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.Messages.CreateStreaming(
                Ask(model, "Count to one hundred."), cancel.Token))
            {
                seen++;
                await cancel.CancelAsync();
            }
        });

        Assert.InRange(seen, 1, 60);
    }

    private AnthropicClient Connect(string? key = null) => new(new ClientOptions
    {
        BaseUrl = dialects.Server.ClientUri.GetLeftPart(UriPartial.Authority),
        ApiKey = key ?? dialects.ApiKey,
        ExtraHeaders = new Dictionary<string, string> { ["X-Forwarded-For"] = Caller.InUnitedStates },
        MaxRetries = 0,
        ResponseValidation = true,
    });

    private static MessageCreateParams Ask(string model, MessageContentParam content) => new()
    {
        Model = model,
        MaxTokens = 2048,
        Messages = [new UserMessageParam(content)],
    };

    /// <summary>The question again, with what the model asked for.</summary>
    private static MessageCreateParams Answered(MessageCreateParams question, Message first)
    {
        List<ContentBlockParam> said = [.. first.Content.Select(block => new ContentBlockParam(block.Json))];
        List<ContentBlockParam> results = [.. CallsOf(first).Select(call => (ContentBlockParam)
            new ToolResultBlockParam(call.ID) { Content = """{"celsius":21}""" })];
        return question with
        {
            ToolChoice = null,
            Messages = [.. question.Messages, new AssistantMessageParam(said), new UserMessageParam(results)],
        };
    }

    private static async Task<List<RawMessageStreamEvent>> FollowAsync(
        AnthropicClient client, MessageCreateParams question)
    {
        List<RawMessageStreamEvent> events = [];
        await foreach (var one in client.Messages.CreateStreaming(question))
            events.Add(one);
        return events;
    }

    private static Task<Message> CollectAsync(List<RawMessageStreamEvent> events) =>
        events.ToAsyncEnumerable().Aggregate();

    private static string TextOf(Message message) => string.Concat(message.Content.Select(
        block => block.TryPickText(out var text) ? text.Text : ""));

    private static List<ToolUseBlock> CallsOf(Message message) => [.. message.Content
        .Select(block => block.TryPickToolUse(out var call) ? call : null).OfType<ToolUseBlock>()];

    private static Tool ToolNamed(string name, string description) => new()
    {
        Name = name,
        Description = description,
        InputSchema = new InputSchema
        {
            Properties = Members("""{"city":{"type":"string"}}"""),
            Required = ["city"],
        },
    };

    private static ToolChoice Json(string text) => new(JsonElement.Parse(text));

    private static Dictionary<string, JsonElement> Members(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
}
