using System.Buffers;
using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.GeminiGenerateContent;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.GeminiGenerateContent;

public sealed class GeminiGoldenTests
{
    public static TheoryData<string> Requests => GeminiGolden.Names("request-");

    public static TheoryData<string> Answers => GeminiGolden.Names("answer-");

    public static TheoryData<string> Streams => GeminiGolden.Names("stream-");

    public static TheoryData<string> Towards => GeminiGolden.Names("towards-");

    [Theory, MemberData(nameof(Requests))]
    public void A_request_is_written_as_the_model_takes_it(string name)
    {
        var golden = new GeminiGolden(name);
        var faults = new RequestFaults();
        var request = GeminiWire.Read(golden.Bytes("input"), golden.Word("client"), faults);
        if (faults.First is { } fault)
        {
            golden.Expect("fault", $"{fault.Code} {fault.Path}: {fault.Message}");
            return;
        }

        var (json, losses) = GeminiWire.Write(request, golden.Word("model") ?? "gemini-3-flash");
        golden.Expect("written", GeminiGolden.Pretty(json));
        golden.Expect("losses", GeminiWire.Describe(losses));
    }

    [Theory, MemberData(nameof(Requests))]
    public void What_was_written_is_read_as_the_same_again(string name)
    {
        var golden = new GeminiGolden(name);
        var faults = new RequestFaults();
        var request = GeminiWire.Read(golden.Bytes("input"), golden.Word("client"), faults);
        if (faults.First is not null || golden.Word("once") is not null)
        {
            return;
        }

        var model = golden.Word("model") ?? "gemini-3-flash";
        var (first, _) = GeminiWire.Write(request, model);
        var (second, losses) = GeminiWire.Write(GeminiWire.Read(first, null, faults), model);

        Assert.Null(faults.First);
        Assert.Equal(Encoding.UTF8.GetString(first), Encoding.UTF8.GetString(second));
        Assert.DoesNotContain(losses.Losses, loss => loss.Kind == Policy.Contracts.LossKind.Dropped);
    }

    [Theory, MemberData(nameof(Answers))]
    public void An_answer_is_read_and_written(string name)
    {
        var golden = new GeminiGolden(name);
        var answer = GeminiDialect.Instance.ReadAnswer(golden.Bytes("input"));
        Assert.NotNull(answer);
        golden.Expect("events", GeminiWire.Describe(AnswerReplay.Of(answer)));

        var output = new ArrayBufferWriter<byte>();
        var losses = new LossReport();
        GeminiDialect.Instance.WriteAnswer(answer, GeminiWire.Context(losses, Dialect.GeminiGenerateContent), output);
        golden.Expect("written", GeminiGolden.Pretty(output.WrittenSpan));
        Assert.Empty(losses.Losses);
    }

    [Theory, MemberData(nameof(Streams))]
    public void A_stream_is_read_and_written(string name)
    {
        var golden = new GeminiGolden(name);
        var input = Stream(golden);
        var events = GeminiWire.Events(GeminiDialect.Instance, input);
        golden.Expect("events", GeminiWire.Describe(events));

        var context = GeminiWire.Context(new LossReport(), Dialect.GeminiGenerateContent);
        golden.Expect("written", GeminiWire.Stream(events, context).Replace("\r", "", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Streams))]
    public void However_a_stream_is_split_its_events_are_the_same(string name)
    {
        var text = Encoding.UTF8.GetString(Stream(new GeminiGolden(name)));
        foreach (var form in new[] { text, text.Replace("\n", "\r\n", StringComparison.Ordinal), ": hello\n\n" + text })
        {
            var input = Encoding.UTF8.GetBytes(form);
            var whole = Events(input);
            Assert.Equal(whole, Events([.. input.Select(one => new[] { one })]));
            for (var at = 1; at < input.Length; at++)
            {
                Assert.Equal(whole, Events(input[..at], input[at..]));
            }
        }
    }

    [Theory, MemberData(nameof(Towards))]
    public void Another_providers_stream_is_written_for_Geminis_clients(string name)
    {
        var golden = new GeminiGolden(name);
        var provider = GeminiWire.Named(golden.Word("provider"));
        var events = GeminiWire.Events(DialectList.Provider(provider)!, Stream(golden));
        var losses = new LossReport();
        var context = GeminiWire.Context(losses, provider, golden.Word("form") == "array");
        golden.Expect("written", GeminiWire.Stream(events, context).Replace("\r", "", StringComparison.Ordinal));
        golden.Expect("losses", GeminiWire.Describe(losses));
    }

    private static string Events(params byte[][] chunks) => GeminiWire.Describe(
        GeminiWire.Events(GeminiDialect.Instance, chunks).Where(next => next is not KeptAlive));

    private static byte[] Stream(GeminiGolden golden) => [.. golden.Bytes("input"), (byte)'\n', (byte)'\n'];
}
