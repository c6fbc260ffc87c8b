using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIChat;

public sealed class OpenAIChatAnswerTests
{
    // Everything an answer of the dialect has, once.
    private const string Whole = """
        {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[
          {"index":0,"message":{"role":"assistant","content":"Hello there.","refusal":null,
            "annotations":[{"type":"url_citation","url_citation":
              {"start_index":0,"end_index":5,"url":"https://x.test","title":"t"}}],
            "reasoning_content":"Hm.",
            "reasoning_details":[{"type":"reasoning.text","text":"Hm.","signature":"s","index":0}],
            "tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"},
              "extra_content":{"google":{"thought_signature":"sig"}}}],
            "images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}]},
           "logprobs":{"content":[{"token":"Hello","logprob":-0.1,"bytes":null,"top_logprobs":[]}],"refusal":null},
           "finish_reason":"tool_calls"},
          {"index":1,"message":{"role":"assistant","content":null,"refusal":"No."},"logprobs":null,
           "finish_reason":"content_filter"}],
         "usage":{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30,
          "prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2,"audio_tokens":1},
          "completion_tokens_details":{"reasoning_tokens":5,"audio_tokens":3}},
         "service_tier":"default"}
        """;

    internal static AnswerContext Context(GenAIRequest? request = null) => new()
    {
        RequestId = Guid.Parse("11111111-2222-3333-4444-555555555555"),
        CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(1),
        Model = "m",
        Request = request ?? new GenAIRequest { Dialect = Dialect.OpenAIChat, IncludeUsage = true },
        Provider = Dialect.OpenAIChat,
        Losses = new LossReport(),
    };

    [Fact]
    public void An_answer_read_and_written_by_the_dialect_itself_loses_nothing()
    {
        var answer = OpenAIChatDialect.Instance.ReadAnswer(Encoding.UTF8.GetBytes(Whole))!;
        var context = Context();
        var output = new ArrayBufferWriter<byte>();
        OpenAIChatDialect.Instance.WriteAnswer(answer, context, output);
        Assert.Empty(context.Losses.Losses);
        var expected = JsonNode.Parse(Whole)!;
        expected["id"] = "chatcmpl-11111111222233334444555555555555";
        Assert.Equal(expected.ToJsonString(), JsonNode.Parse(output.WrittenSpan)!.ToJsonString());
    }

    [Fact]
    public void An_answer_replayed_as_a_stream_and_read_again_is_the_same()
    {
        var answer = OpenAIChatDialect.Instance.ReadAnswer(Encoding.UTF8.GetBytes(Whole))!;
        var output = new ArrayBufferWriter<byte>();
        var writer = OpenAIChatDialect.Instance.CreateStreamWriter(Context());
        foreach (var one in AnswerReplay.Of(answer))
        {
            writer.Write(one, output);
        }

        using var reader = OpenAIChatDialect.Instance.CreateStreamReader();
        var events = new List<AnswerEvent>();
        reader.Feed(output.WrittenSpan, events);
        reader.Complete(events);
        var collector = new AnswerCollector();
        events.ForEach(collector.Add);
        Assert.True(collector.Ended);
        var again = new ArrayBufferWriter<byte>();
        var expected = new ArrayBufferWriter<byte>();
        OpenAIChatDialect.Instance.WriteAnswer(collector.Answer, Context(), again);
        answer.ServiceTier = null;
        OpenAIChatDialect.Instance.WriteAnswer(answer, Context(), expected);
        // Where no list came there is none to join.
        Assert.Equal(
            Encoding.UTF8.GetString(expected.WrittenSpan)
                .Replace("],\"refusal\":null}", "]}", StringComparison.Ordinal),
            Encoding.UTF8.GetString(again.WrittenSpan));
    }

    [Theory]
    [InlineData(true, "\"function\":{\"name\":\"f\",\"arguments\":\"\"},\"extra_content\":{\"google\":{", 1)]
    [InlineData(false, "\"tool_calls\":[{\"index\":0,\"function\":{},\"extra_content\":{\"google\":{", 2)]
    public void A_calls_seal_comes_with_its_first_piece_or_with_one_that_is_of_a_function(
        bool known, string expected, int pieces)
    {
        var seal = new ReasoningSeal(Dialect.GeminiGenerateContent, "sig");
        var output = new ArrayBufferWriter<byte>();
        var writer = OpenAIChatDialect.Instance.CreateStreamWriter(Context());
        writer.Write(new PartStarted(0, 0, new ToolCallPart("c1", "f", "") { Seal = known ? seal : null }), output);
        writer.Write(new PartSealed(0, 0, seal), output);
        writer.Write(new PartEnded(0, 0), output);

        var text = Encoding.UTF8.GetString(output.WrittenSpan);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Equal(pieces, text.Split("data: ", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_mutated_answer_never_throws()
    {
        var bytes = Encoding.UTF8.GetBytes(Whole);
        for (var seed = 0; seed < 5_000; seed++)
        {
            if (OpenAIChatDialect.Instance.ReadAnswer(Mutation.Of(bytes, seed)) is { } answer)
            {
                OpenAIChatDialect.Instance.WriteAnswer(answer, Context(), new ArrayBufferWriter<byte>());
            }
        }
    }

    [Fact]
    public void A_mutated_stream_never_throws_and_keeps_the_order_of_events()
    {
        var answer = OpenAIChatDialect.Instance.ReadAnswer(Encoding.UTF8.GetBytes(Whole))!;
        var output = new ArrayBufferWriter<byte>();
        var writer = OpenAIChatDialect.Instance.CreateStreamWriter(Context());
        foreach (var one in AnswerReplay.Of(answer))
        {
            writer.Write(one, output);
        }

        for (var seed = 0; seed < 5_000; seed++)
        {
            var events = new List<AnswerEvent>();
            using var reader = OpenAIChatDialect.Instance.CreateStreamReader();
            reader.Feed(Mutation.Of(output.WrittenSpan.ToArray(), seed), events);
            reader.Complete(events);
            EventOrder.Check(events);
            var again = OpenAIChatDialect.Instance.CreateStreamWriter(Context());
            var collector = new AnswerCollector();
            foreach (var one in events)
            {
                again.Write(one, new ArrayBufferWriter<byte>());
                collector.Add(one);
            }
        }
    }
}
