using System.Buffers;
using System.Globalization;
using System.Text;
using Godwit.Providers.Dialects.OpenAIResponses;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.Tests.Usage;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIResponses;

/// <summary>What is read of this dialect, and what is written in it, byte for byte.</summary>
public sealed class ResponsesGoldenTests
{
    public static TheoryData<string> Requests => [.. ResponsesGolden.Names("request-")];

    public static TheoryData<string> Answers => [.. ResponsesGolden.Names("answer-")];

    public static TheoryData<string> Streams => [.. ResponsesGolden.Names("stream-")];

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_read_and_written_again_says_the_same(string name)
    {
        var golden = new ResponsesGolden(name);
        var faults = new RequestFaults();
        var request = ResponsesGolden.Read(golden.Bytes("request"), faults);
        if (faults.First is { } fault)
        {
            golden.Expect("fault", $"{fault.Path}\n{fault.Code}\n{fault.Message}");
            return;
        }

        var (json, losses) = ResponsesGolden.Write(request);
        golden.Expect("writes", json);
        golden.Expect("losses", string.Join('\n', losses.Losses.Select(l => $"{l.Kind} {l.Path}: {l.Reason}")));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_read_and_written_again_says_the_same(string name)
    {
        var golden = new ResponsesGolden(name);
        var answer = ResponsesDialect.Instance.ReadAnswer(golden.Bytes("answer"))!;
        var output = new ArrayBufferWriter<byte>();
        ResponsesDialect.Instance.WriteAnswer(answer, ResponsesGolden.Context(), output);

        golden.Expect("writes", ResponsesGolden.Pretty(output.WrittenSpan));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_read_and_written_again_says_the_same(string name)
    {
        var golden = new ResponsesGolden(name);
        var events = ResponsesGolden.Events(golden.Bytes("stream"));

        golden.Expect("events", ResponsesGolden.Describe(events));
        golden.Expect("writes", ResponsesGolden.Stream(events, ResponsesGolden.Context()));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Whatever_way_a_stream_is_split_it_gives_the_same_events(string name)
    {
        var whole = new ResponsesGolden(name).Bytes("stream");
        var expected = ResponsesGolden.Describe(ResponsesGolden.Events(whole));
        var single = whole.Select(one => new[] { one }).ToArray();

        Assert.Equal(expected, ResponsesGolden.Describe(ResponsesGolden.Events(single)));
        for (var i = 1; i < whole.Length; i++)
        {
            Assert.Equal(expected, ResponsesGolden.Describe(ResponsesGolden.Events(whole[..i], whole[i..])));
        }

        var text = Encoding.UTF8.GetString(whole);
        var crlf = Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(expected, ResponsesGolden.Describe(ResponsesGolden.Events(crlf)));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void What_is_written_is_read_as_the_same_answer(string name)
    {
        var events = ResponsesGolden.Events(new ResponsesGolden(name).Bytes("stream"));
        var written = ResponsesGolden.Stream(events, ResponsesGolden.Context());
        var again = ResponsesGolden.Events(Encoding.UTF8.GetBytes(written));

        Assert.Equal(Collected(events), Collected(again));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Numbers_of_a_stream_go_up_by_one(string name)
    {
        var events = ResponsesGolden.Events(new ResponsesGolden(name).Bytes("stream"));
        var written = ResponsesGolden.Stream(events, ResponsesGolden.Context());
        var numbers = written.Split("\"sequence_number\":")[1..]
            .Select(rest => int.Parse(rest[..rest.IndexOfAny([',', '}'])], CultureInfo.InvariantCulture)).ToArray();

        Assert.Equal(Enumerable.Range(0, numbers.Length), numbers);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_tap_learns_usage_model_and_end_of_a_spliced_stream(string name)
    {
        var golden = new ResponsesGolden(name);
        using var tap = new SseTap(ResponsesLook.Instance);
        foreach (var one in golden.Bytes("stream"))
        {
            tap.Feed([one]);
        }

        tap.Complete();
        var answer = tap.Answer;
        golden.Expect("tap", $"usage {UsageGolden.Describe(answer.Usage)}\nmodel {answer.ResponseModel()}\nfinish "
            + $"{string.Join(',', answer.FinishReasons.ToArray())}\n"
            + $"error {answer.Error?.Code} {answer.Error?.Message}\n"
            + $"content {answer.ContentSeen}\ndone {tap.Done}\nmalformed {tap.MalformedEvents}");
    }

    private static string Collected(List<AnswerEvent> events)
    {
        var collector = new AnswerCollector();
        foreach (var next in events)
        {
            collector.Add(next);
        }

        var parts = collector.Answer.Choices.SelectMany(choice => choice.Parts).Select(ResponsesGolden.Describe)
            .Select(text => System.Text.RegularExpressions.Regex.Replace(text, "reasoning [^ ]*", "reasoning"));
        var error = collector.Answer.Error?.Message;
        // Tools the provider ran are items of its own, which are not written.
        var usage = collector.Answer.Usage is { } told
            ? told with { ServerToolCalls = null, ServerTools = null } : default;
        return string.Join('\n', [.. parts, $"{usage}", $"{error}"]);
    }
}
