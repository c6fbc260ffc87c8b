using System.Text;
using System.Text.Json.Nodes;
using Godwit.Providers.Dialects.AnthropicMessages;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.AnthropicMessages;

public sealed class AnthropicGoldenTests
{
    public static TheoryData<string> Requests() => WireGolden.Names("requests");

    public static TheoryData<string> Streams() => WireGolden.Names("streams");

    public static TheoryData<string> Answers() => WireGolden.Names("answers");

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_is_read_and_written_again_as_it_was(string name)
    {
        var golden = WireGolden.Load("requests", name);
        var (request, fault) = Anthropic.Read(golden.Bytes("body"));
        if (fault is not null)
        {
            golden.Check("fault", $"{fault.Path} {fault.Code}: {fault.Message}");
            return;
        }

        golden.Check("neutral", Described.Request(request));
        var losses = new LossReport();
        var written = Anthropic.Write(request, losses);
        Assert.DoesNotContain(request.Extras, extra => !extra.Taken);
        golden.Check("losses", Described.Losses(losses.Losses));
        var (said, again) = (JsonNode.Parse(golden.Bytes("body"))!, JsonNode.Parse(written)!);
        if (golden.Text("normal") is null)
        {
            said["model"] = again["model"]!.GetValue<string>();
            Assert.True(JsonNode.DeepEquals(said, again), written);
        }
        else
        {
            golden.Check("written", written);
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_gives_the_same_events_however_it_is_split(string name)
    {
        var golden = WireGolden.Load("streams", name);
        var stream = golden.Bytes("stream");
        var events = Anthropic.ReadStream(stream);
        EventOrder.Check(events);
        golden.Check("events", Described.Events(events));
        golden.Check("written", Anthropic.WriteStream(events, Anthropic.Answering()));
        var expected = Described.Events(events);
        Assert.Equal(expected, Described.Events(Anthropic.ReadStream([.. stream.Select(b => new[] { b })])));
        for (var at = 1; at < stream.Length; at++)
        {
            Assert.Equal(expected, Described.Events(Anthropic.ReadStream(stream[..at], stream[at..])));
        }

        var text = Encoding.UTF8.GetString(stream);
        foreach (var newline in new[] { "\r\n", "\r" })
        {
            var bytes = Encoding.UTF8.GetBytes(text.Replace("\n", newline, StringComparison.Ordinal));
            Assert.Equal(expected, Described.Events(Anthropic.ReadStream(bytes)));
            Assert.Equal(expected, Described.Events(Anthropic.ReadStream([.. bytes.Select(b => new[] { b })])));
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_read_and_written_again(string name)
    {
        var golden = WireGolden.Load("answers", name);
        if (AnthropicDialect.Instance.ReadAnswer(golden.Bytes("body")) is not { } answer)
        {
            golden.Check("events", "no answer");
            return;
        }

        golden.Check("events", Described.Events(AnswerReplay.Of(answer)));
        if (answer.Error is null)
        {
            golden.Check("written", Anthropic.Written(
                output => AnthropicDialect.Instance.WriteAnswer(answer, Anthropic.Answering(), output)));
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_stream_of_an_answer_says_the_same_as_the_answer(string name)
    {
        var answer = AnthropicDialect.Instance.ReadAnswer(WireGolden.Load("answers", name).Bytes("body"));
        if (answer is null or { Error: not null })
        {
            return;
        }

        var stream = Anthropic.WriteStream(AnswerReplay.Of(answer), Anthropic.Answering());
        var collector = new AnswerCollector();
        Anthropic.ReadStream(Encoding.UTF8.GetBytes(stream)).ForEach(collector.Add);
        Assert.True(collector.Ended);
        var context = Anthropic.Answering();
        collector.Answer.ServiceTier = answer.ServiceTier;
        Assert.Equal(
            Anthropic.Written(output => AnthropicDialect.Instance.WriteAnswer(answer, context, output)),
            Anthropic.Written(output => AnthropicDialect.Instance.WriteAnswer(collector.Answer, context, output)));
    }
}
