using System.Text;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.Tokens;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIChat;

/// <summary>What events have in common is told by comparing, and tells what looking at each of them tells.</summary>
public sealed class EventFrameTests
{
    private static readonly string[] Texts =
    [
        "", " word", "x", "usage", """\"usage\":{}""", """\\""", """\n""", "模型", """\ud83d\ude00""", "}", """\"}""", "delta",
    ];

    private static readonly string[] Deltas =
    [
        """{"content":"@"}""",
        """{"content":"@"}""",
        """{"content":"@"}""",
        """{"role":"assistant","content":"@"}""",
        """{"content":"@","reasoning_content":null}""",
        """{"content":"@","reasoning_content":"@"}""",
        """{"content":null,"reasoning_content":"@"}""",
        """{"content": "@"}""",
        """{"refusal":"@"}""",
        """{}""",
        """{"content":"@","name": "@"}""",
        """{"content":"@","content":"@"}""",
        """{"content":["@"]}""",
        """{"tool_calls":[{"index":0,"function":{"arguments":"@"}}]}""",
        """{"content":"@","x":{"y":"@"}}""",
    ];

    private static readonly string[] Ends =
    [
        ""","finish_reason":null}]}""",
        ""","finish_reason":null}]}""",
        ""","logprobs":null,"finish_reason":null}],"usage":null}""",
        ""","finish_reason":null}],"obfuscation":"@"}""",
        ""","finish_reason":null}],"obfuscation":"@"}""",
        ""","finish_reason":null}],"obfuscation":"@","usage":{"completion_tokens":7}}""",
        ""","finish_reason":"stop"}]}""",
        ""","finish_reason":null}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""",
        ""","logprobs":{"content":[{"token":"@"}]},"finish_reason":null}]}""",
        """},{"index":1,"delta":{"content":"@"}}]}""",
        ""","finish_reason":null}],"error":{"message":"@"}}""",
        "",
        "]",
    ];

    [Fact]
    public void Whatever_events_come_what_is_learnt_is_the_same_as_by_looking_at_each()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var stream = Encoding.UTF8.GetBytes(Stream(random));
            using var framed = new SseTap(OpenAIChatLook.Instance);
            using var plain = new SseTap(new EachEvent());
            foreach (var chunk in stream.Chunk(random.Next(1, 400)))
            {
                framed.Feed(chunk);
                plain.Feed(chunk);
            }

            Assert.True(Told(plain) == Told(framed), $"seed {seed}: {Told(plain)} and {Told(framed)}");
        }
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"one"},"finish_reason":null}]}""", "one", "")]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":"o\"e"}}]}""", "o\\\"e", "")]
    [InlineData("""{"choices":[{"delta":{"content":"one"}}],"obfuscation":"x1Y"}""", "one", "x1Y\"}")]
    [InlineData("""{"choices":[{"delta":{"content":"one","reasoning_content":"two"}}]}""", null, null)]
    [InlineData("""{"choices":[{"delta":{"content":"one"}},{"delta":{"content":"two"}}]}""", null, null)]
    [InlineData("""{"choices":[{"delta":{"content":null}}]}""", null, null)]
    [InlineData("""{"choices":[{"delta":{"content":"on""", null, null)]
    public void A_text_that_stands_alone_is_found_by_its_place(string data, string? text, string? behind)
    {
        var bytes = Encoding.UTF8.GetBytes(data);
        var place = OpenAIChatLook.Instance.TextOf(bytes);
        Assert.Equal(text, place is { } p ? Encoding.UTF8.GetString(bytes[p.Start..p.End]) : null);
        Assert.Equal(behind, place is { } q ? Encoding.UTF8.GetString(bytes[q.Until..]) : null);
    }

    private static string Stream(Random random)
    {
        var stream = new StringBuilder();
        var (delta, end) = (Pick(Deltas), Pick(Ends));
        for (var i = random.Next(1, 30); i > 0; i--)
        {
            // Mostly events of one shape, as streams are.
            if (random.Next(4) == 0)
                (delta, end) = (Pick(Deltas), Pick(Ends));
            var data = $"{{\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{delta}{end}";
            while (data.IndexOf('@') is var at and >= 0)
                data = $"{data[..at]}{Pick(Texts)}{data[(at + 1)..]}";
            stream.Append(random.Next(20) == 0 ? "event: error\n" : "").Append("data: ").Append(data).Append("\n\n");
        }

        return stream.Append(random.Next(2) == 0 ? "data: [DONE]\n\n" : "").ToString();

        string Pick(string[] of) => of[random.Next(of.Length)];
    }

    private static string Told(SseTap tap) => string.Join(
        ' ', tap.Done, tap.MalformedEvents, tap.Answer.ContentSeen, tap.Answer.Usage, tap.Answer.Error?.ToString(),
        tap.Answer.Output.Tokens, tap.Answer.ResponseModel(null));

    /// <summary>Looks at each event, whatever it has in common with others.</summary>
    private sealed class EachEvent : AnswerLook
    {
        private static readonly OpenAIChatLook Chat = OpenAIChatLook.Instance;

        public override bool IsEnd(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) =>
            Chat.IsEnd(eventName, data);

        public override bool IsWorthParsing(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) =>
            Chat.IsWorthParsing(eventName, data);

        public override bool ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, TappedAnswer answer) =>
            Chat.ReadEvent(eventName, data, answer);

        public override void Measure(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, OutputMeter output) =>
            Chat.Measure(eventName, data, output);

        public override TappedMember Member(ReadOnlySpan<byte> name) => Chat.Member(name);

        public override TokenUsage? ReadUsage(ref Utf8JsonReader json) => Chat.ReadUsage(ref json);
    }
}
