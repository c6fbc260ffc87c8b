using System.Net;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Simulator.Tests.Native;

/// <summary>The doors that only their makers have: plain, streamed, tools, thinking, usage and faults.</summary>
public sealed class NativeDoorTests
{
    public static TheoryData<Dialect> Dialects =>
        [Dialect.BedrockConverse, Dialect.TencentNative, Dialect.SenseNovaNative, Dialect.DashScopeNative];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_stream_gives_the_same_answer_as_a_plain_one(Dialect dialect)
    {
        await using NativeDoor door = await NativeDoor.OpenAsync(dialect);

        GenAIAnswer plain = await door.AskAsync(NativeDoor.Ask("What is a godwit?"), stream: false);
        GenAIAnswer streamed = await door.AskAsync(NativeDoor.Ask("What is a godwit?"), stream: true);

        Assert.Contains("godwit", TextOf(plain), StringComparison.Ordinal);
        Assert.Equal(TextOf(plain), TextOf(streamed));
        Assert.Equal(FinishReason.Stop, streamed.Choices[0].FinishReason);
        Assert.Equal(plain.Usage, streamed.Usage);
        Assert.True(streamed.Usage!.Value.OutputTokens > 3);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_tool_is_called_and_its_result_is_answered(Dialect dialect)
    {
        await using NativeDoor door = await NativeDoor.OpenAsync(dialect);
        GenAIRequest request = NativeDoor.Ask("What is the weather in Rome?", "get_weather");

        GenAIAnswer plain = await door.AskAsync(request, stream: false);
        GenAIAnswer streamed = await door.AskAsync(request, stream: true);

        ToolCallPart call = Assert.IsType<ToolCallPart>(Assert.Single(streamed.Choices[0].Parts));
        Assert.Equal(Assert.IsType<ToolCallPart>(Assert.Single(plain.Choices[0].Parts)), call);
        Assert.Equal(("get_weather", """{"city":"Rome"}"""), (call.Name, call.Arguments));
        Assert.Equal(FinishReason.ToolCalls, streamed.Choices[0].FinishReason);

        request.Messages.Add(new Message(Role.Assistant, "messages[2]") { Parts = [call] });
        request.Messages.Add(new Message(Role.Tool, "messages[3]")
        {
            Parts = [new ToolResultPart(call.Id) { Content = { new TextPart("31 degrees and sunny") } }],
        });
        GenAIAnswer answer = await door.AskAsync(request, stream: true);
        Assert.Contains("31 degrees", TextOf(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.BedrockConverse)]
    [InlineData(Dialect.TencentNative)]
    [InlineData(Dialect.DashScopeNative)]
    public async Task Thinking_comes_before_the_answer(Dialect dialect)
    {
        await using NativeDoor door = await NativeDoor.OpenAsync(dialect);
        GenAIRequest request = NativeDoor.Ask("Why?");
        request.Reasoning = new ReasoningRequest { Enabled = true, BudgetTokens = 2048 };

        GenAIAnswer answer = await door.AskAsync(request, stream: true, "anthropic.claude-opus-4-8-v1:0");

        ReasoningPart reasoning = Assert.IsType<ReasoningPart>(answer.Choices[0].Parts[0]);
        Assert.NotEmpty(reasoning.Text);
        Assert.Equal(dialect == Dialect.BedrockConverse, reasoning.Seal is not null);
        Assert.IsType<TextPart>(answer.Choices[0].Parts[1]);
    }

    [Theory]
    [InlineData(Dialect.BedrockConverse, "rate_limit", 429, "ThrottlingException")]
    [InlineData(Dialect.BedrockConverse, "region_refusal", 400, "ValidationException")]
    [InlineData(Dialect.BedrockConverse, "unavailable", 503, "ServiceUnavailableException")]
    [InlineData(Dialect.TencentNative, "rate_limit", 200, "RequestLimitExceeded")]
    [InlineData(Dialect.TencentNative, "quota_exhausted", 200, "FailedOperation.ResourcePackExhausted")]
    [InlineData(Dialect.TencentNative, "content_filter", 200, "OperationDenied.TextIllegalDetected")]
    [InlineData(Dialect.SenseNovaNative, "rate_limit", 429, "\"code\":8")]
    [InlineData(Dialect.SenseNovaNative, "bad_key", 401, "\"code\":16")]
    [InlineData(Dialect.DashScopeNative, "rate_limit", 429, "Throttling.RateQuota")]
    [InlineData(Dialect.DashScopeNative, "content_filter", 400, "DataInspectionFailed")]
    [InlineData(Dialect.DashScopeNative, "context_length", 400, "Range of input length should be")]
    public async Task Faults_have_the_makers_own_names(Dialect dialect, string fault, int status, string within)
    {
        await using NativeDoor door = await NativeDoor.OpenAsync(dialect, fault);

        using HttpResponseMessage response = await door.SendAsync(NativeDoor.Ask("Hello"), stream: true);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        string type = response.Headers.TryGetValues("x-amzn-errortype", out var values) ? values.Single() : "";
        Assert.Contains(within, type + await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_error_inside_a_stream_fails_the_answer(Dialect dialect)
    {
        await using NativeDoor door = await NativeDoor.OpenAsync(dialect, "error_in_200:after_chunks=2");

        using HttpResponseMessage response = await door.SendAsync(NativeDoor.Ask("What is a godwit?"), stream: true);
        List<AnswerEvent> events = door.Read(await response.Content.ReadAsByteArrayAsync());

        AnswerFailed failed = Assert.IsType<AnswerFailed>(events[^1]);
        Assert.Contains("failed while it was answering", failed.Error.Message, StringComparison.Ordinal);
        Assert.Contains(events, next => next is PartDelta);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_stream_without_its_end_is_not_taken_for_a_whole_one(Dialect dialect)
    {
        await using NativeDoor door = await NativeDoor.OpenAsync(dialect, "no_done");

        using HttpResponseMessage response = await door.SendAsync(NativeDoor.Ask("What is a godwit?"), stream: true);
        List<AnswerEvent> events = door.Read(await response.Content.ReadAsByteArrayAsync());

        Assert.DoesNotContain(events, next => next is AnswerEnded or AnswerFailed);
    }

    [Theory]
    [InlineData(Dialect.BedrockConverse)]
    [InlineData(Dialect.SenseNovaNative)]
    public async Task A_filtered_prompt_is_answered_with_nothing(Dialect dialect)
    {
        await using NativeDoor door = await NativeDoor.OpenAsync(dialect, "content_filter");

        GenAIAnswer answer = await door.AskAsync(NativeDoor.Ask("Hello"), stream: true);

        Assert.Equal(FinishReason.ContentFilter, answer.Choices[0].FinishReason);
        Assert.Empty(answer.Choices[0].Parts);
    }

    private static string TextOf(GenAIAnswer answer) =>
        string.Concat(answer.Choices[0].Parts.OfType<TextPart>().Select(part => part.Text));
}
