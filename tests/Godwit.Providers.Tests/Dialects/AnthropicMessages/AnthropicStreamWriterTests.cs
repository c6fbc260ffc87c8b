using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.AnthropicMessages;

/// <summary>What becomes of streams of other dialects.</summary>
public sealed class AnthropicStreamWriterTests
{
    private static readonly AnswerStarted Started = new("id", "m");
    private static readonly ChoiceFinished Stopped = new(0, FinishReason.Stop, "stop");

    private static string Write(GenAIRequest? request, LossReport? losses, params AnswerEvent[] events) =>
        Anthropic.WriteStream(events, Anthropic.Answering(request, Dialect.OpenAIChat, losses));

    /// <summary>The data of the events between the first and the last two, shortened.</summary>
    private static string Blocks(params AnswerEvent[] events) => Blocks(null, null, events);

    private static string Blocks(GenAIRequest? request, LossReport? losses, params AnswerEvent[] events)
    {
        var text = Write(request, losses, [Started, .. events, AnswerEnded.Instance]);
        var data = text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).ToList();
        Assert.Contains("message_start", data[0], StringComparison.Ordinal);
        Assert.Equal("""data: {"type":"message_stop"}""", data[^1]);
        return string.Join(' ', data[1..^2].Select(Short));
    }

    private static string Short(string line)
    {
        using var document = JsonDocument.Parse(line[6..]);
        var root = document.RootElement;
        var index = root.GetProperty("index").GetInt32();
        if (root.TryGetProperty("delta", out var delta))
        {
            return $"{index}+{delta.EnumerateObject().Last().Value}";
        }

        return root.TryGetProperty("content_block", out var block)
            ? $"{index}:{block.GetProperty("type")}"
                + (block.TryGetProperty("data", out var closed) ? $"={closed}" : "")
            : $"{index}.";
    }

    private static PartStarted Begin(int index, Part part) => new(0, index, part);

    private static PartDelta Delta(int index, string text) => new(0, index, text);

    private static PartEnded End(int index) => new(0, index);

    [Fact]
    public void Calls_that_stream_together_come_one_after_the_other()
    {
        Assert.Equal(
            "0:tool_use 0+{\"a\" 0+:1} 0. 1:tool_use 1+{\"b\":2} 1.",
            Blocks(
                Begin(0, new ToolCallPart("c0", "f", "")), Delta(0, "{\"a\""),
                Begin(1, new ToolCallPart("c1", "g", "")),
                Delta(1, "{\"b\""), Delta(0, ":1}"), Delta(1, ":2}"), End(0), End(1),
                new ChoiceFinished(0, FinishReason.ToolCalls, "tool_calls")));
    }

    [Fact]
    public void Text_gives_way_to_what_begins_after_it_and_goes_on_behind_it()
    {
        Assert.Equal(
            "0:text 0+one 0. 1:tool_use 1+{} 1. 2:text 2+two 2+three 2.",
            Blocks(
                Begin(0, new TextPart("")), Delta(0, "one"), Begin(1, new ToolCallPart("c", "f", "")), Delta(0, "two"),
                Delta(1, "{}"), End(1), Delta(0, "three"), End(0), Stopped));
        Assert.Equal(
            "0:thinking 0+hm 0. 1:text 1+so 1.",
            Blocks(
                Begin(0, new ReasoningPart()), Delta(0, "hm"), Begin(1, new TextPart("")), Delta(1, "so"),
                End(1), End(0), Stopped));
    }

    [Fact]
    public void Parts_that_stay_open_are_ended_with_the_answer_and_empty_ones_are_not_shown()
    {
        Assert.Equal(
            "0:text 0+a 0.",
            Blocks(
                Begin(0, new TextPart("")), Begin(1, new ReasoningPart()), Begin(2, new TextPart("")), Delta(2, "a")));
    }

    [Fact]
    public void Seals_of_others_are_marked_and_the_one_of_a_call_stands_behind_it()
    {
        Assert.Equal(
            "0:tool_use 0+{} 0. 1:redacted_thinking=gdw1.g.S 1. 2:redacted_thinking=gdw1.r.E 2. "
                + "3:thinking 3+sum 3+gdw1.r.F 3.",
            Blocks(
                Begin(0, new ToolCallPart("c", "f", "")), Delta(0, "{}"),
                new PartSealed(0, 0, new ReasoningSeal(Dialect.GeminiGenerateContent, "S")), End(0),
                Begin(1, new ReasoningPart { Seal = new ReasoningSeal(Dialect.OpenAIResponses, "E", Closed: true) }),
                End(1),
                Begin(2, new ReasoningPart()), Delta(2, "sum"),
                new PartSealed(0, 2, new ReasoningSeal(Dialect.OpenAIResponses, "F", Closed: true)), End(2), Stopped));
    }

    [Fact]
    public void A_seal_comes_back_to_its_call_with_the_next_request()
    {
        var text = Write(null, null, Started, Begin(0, new ToolCallPart("c", "f", "")), Delta(0, "{}"),
            new PartSealed(0, 0, new ReasoningSeal(Dialect.GeminiGenerateContent, "S")), End(0), AnswerEnded.Instance);
        Assert.Contains("gdw1.g.S", text, StringComparison.Ordinal);
        var (request, fault) = Anthropic.Read("""
            {"model":"m","messages":[{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{}},{"type":"redacted_thinking","data":"gdw1.g.S"}]}]}
            """);
        Assert.Null(fault);
        var call = Assert.IsType<ToolCallPart>(Assert.Single(request.Messages[0].Parts));
        Assert.Equal(new ReasoningSeal(Dialect.GeminiGenerateContent, "S"), call.Seal);
    }

    [Theory]
    [InlineData(true, "0:thinking 0+sig 0. 1:text 1+a 1.")]
    [InlineData(false, "0:text 0+a 0.")]
    public void Words_of_thinking_are_left_out_where_the_client_asked_so(bool seal, string expected)
    {
        var request = new GenAIRequest { Dialect = Dialect.AnthropicMessages, Reasoning = new() { Show = false } };
        List<AnswerEvent> events = [Begin(0, new ReasoningPart()), Delta(0, "secret")];
        if (seal)
        {
            events.Add(new PartSealed(0, 0, new ReasoningSeal(Dialect.AnthropicMessages, "sig")));
        }

        Assert.Equal(
            expected,
            Blocks(request, null, [.. events, End(0), Begin(1, new TextPart("")), Delta(1, "a"), End(1), Stopped]));
    }

    [Fact]
    public void The_ending_has_the_usage_and_a_reason_that_clients_look_for()
    {
        var text = Write(null, null, Started, Begin(0, new ToolCallPart("", "f", "")), Delta(0, "{}"), End(0), Stopped,
            new UsageReported(new TokenUsage(120, 7, 90, 3) { CacheWriteInputTokens = 20 }), AnswerEnded.Instance);
        Assert.Contains("\"id\":\"toolu_0198c1f200007000800000000000000a_1\"", text, StringComparison.Ordinal);
        Assert.EndsWith("""
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":90,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":0},"output_tokens":7,"output_tokens_details":{"thinking_tokens":3}}}

            event: message_stop
            data: {"type":"message_stop"}


            """, text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_dialect_has_not_is_reported_once()
    {
        var losses = new LossReport();
        Assert.Equal("0:text 0+words 0.", Blocks(
            null, losses,
            Begin(0, new MediaPart(MediaKind.Image, new MediaSource())), End(0),
            Begin(1, new MediaPart(MediaKind.Audio, new MediaSource()) { Transcript = "words" }), End(1),
            Begin(2, new ForeignPart(Dialect.GeminiGenerateContent, "executableCode", default)), End(2),
            new PartStarted(1, 0, new TextPart("")), new PartDelta(1, 0, "x"), new PartEnded(1, 0),
            new ChoiceFinished(1, FinishReason.Stop, null), new LogprobsReported(0, default), Stopped));
        Assert.Equal(
            [
                "answer:image", "answer:audio", "answer:executableCode", "answer:choices[1]",
                "answer:choices[0].logprobs",
            ],
            losses.Losses.Select(loss => loss.Path));
    }

    [Fact]
    public void Citations_of_pages_are_shown_as_search_results()
    {
        var text = Write(null, null, Started, Begin(0, new TextPart("")), Delta(0, "x"),
            new PartCited(0, 0, new Citation { Url = "https://u", Title = "T", Start = 0, End = 1 }), End(0), Stopped,
            AnswerEnded.Instance);
        Assert.Contains(
            """ "citation":{"cited_text":"","type":"web_search_result_location","url":"https://u","title":"T","encrypted_index":""}""".TrimStart(),
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_ends_the_stream_with_an_error_and_nothing_else()
    {
        var error = new AnswerError("insufficient_quota", "quota", "Empty.");
        var text = Write(null, null, Started, new AnswerFailed(error));
        Assert.EndsWith(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Empty.\","
                + "\"code\":\"insufficient_quota\"}}\n\n",
            text, StringComparison.Ordinal);
        Assert.IsType<AnswerFailed>(Anthropic.ReadStream(Encoding.UTF8.GetBytes(text))[^1]);
    }
}
