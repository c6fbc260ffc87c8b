using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.Tests.Dialects;
using Xunit;

namespace Godwit.Providers.Tests.Matrix;

/// <summary>Answers and streams of each dialect that clients speak too, to every other client dialect.</summary>
public sealed class AnswerMatrixTests
{
    private static readonly AnswerError Broken = new("overloaded", "server_error", "The model is overloaded.");

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var (provider, client) in Pairs())
            {
                foreach (var answer in MatrixAnswer.All)
                {
                    cases.Add(provider.ToString(), client.ToString(), answer.Name);
                }
            }

            return cases;
        }
    }

    public static TheoryData<string, string> Streams
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var provider in Translator.Clients)
            {
                foreach (var answer in MatrixAnswer.All)
                {
                    cases.Add(provider.ToString(), answer.Name);
                }
            }

            return cases;
        }
    }

    internal static IEnumerable<(Dialect Provider, Dialect Client)> Pairs() =>
        Translator.Clients.SelectMany(provider => Translator.Clients.Where(client => client != provider)
            .Select(client => (provider, client)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_answer_and_its_stream_are_translated(string providerName, string clientName, string name)
    {
        var (provider, client) = (Enum.Parse<Dialect>(providerName), Enum.Parse<Dialect>(clientName));
        var wire = Wire(provider, name);
        var losses = new LossReport();
        var answer = DialectList.Provider(provider)!.ReadAnswer(Encoding.UTF8.GetBytes(wire))!;
        var golden = GoldenFile.Load("Matrix", Path.Combine(
            "answers", $"{Translator.NameOf(provider)}--{Translator.NameOf(client)}", name + ".txt"));
        golden.Expect("provider", Translator.Pretty(wire));
        golden.Expect("client", Translator.Pretty(Translator.Answer(answer, client, provider, losses)));
        var stream = StreamWire(provider, name);
        var events = Translator.Events(provider, [Encoding.UTF8.GetBytes(stream)]);
        EventOrder.Check(events);
        golden.Expect("provider stream", stream.Replace("\r", "", StringComparison.Ordinal));
        golden.Expect("client stream", Translator.Stream(events, client, provider, losses));
        golden.Expect("losses", GoldenFile.Describe(losses));
        golden.Save();
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_split_anywhere_tells_the_same(string providerName, string name)
    {
        var provider = Enum.Parse<Dialect>(providerName);
        var text = StreamWire(provider, name);
        var whole = Describe(Translator.Events(provider, [Encoding.UTF8.GetBytes(text)]));
        foreach (var variant in new[] { text, text.Replace("\n", "\r\n", StringComparison.Ordinal) })
        {
            var bytes = Encoding.UTF8.GetBytes(variant);
            Assert.Equal(whole, Describe(Translator.Events(
                provider, bytes.Select((_, i) => (ReadOnlyMemory<byte>)bytes.AsMemory(i, 1)))));
            for (var at = 1; at < bytes.Length; at++)
            {
                Assert.Equal(
                    whole, Describe(Translator.Events(provider, [bytes.AsMemory(0, at), bytes.AsMemory(at)])));
            }
        }

        var commented = ": comment\n\n" + text.Replace("\n\n", "\n\n: keep-alive\n\n", StringComparison.Ordinal);
        Assert.Equal(whole, Describe(Translator.Events(provider, [Encoding.UTF8.GetBytes(commented)])
            .Where(one => one is not KeptAlive)));
    }

    [Fact]
    public void An_error_in_a_stream_reaches_every_client_as_an_error()
    {
        foreach (var (provider, client) in Pairs())
        {
            var broken = Translator.Stream(
                Replay("text").Where(one => one is not (AnswerEnded or ChoiceFinished or UsageReported or PartEnded))
                    .Append(new AnswerFailed(Broken)),
                provider, Dialect.OpenAIChat, new LossReport());
            var events = Translator.Events(provider, [Encoding.UTF8.GetBytes(broken)]);
            Assert.True(events[^1] is AnswerFailed, $"{provider} to {client}: {broken}");
            var again = Translator.Events(
                client, [Encoding.UTF8.GetBytes(Translator.Stream(events, client, provider, new LossReport()))]);
            var failed = Assert.IsType<AnswerFailed>(again[^1]);
            Assert.Contains("overloaded", failed.Error.Message, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<AnswerEvent> Replay(string name) => AnswerReplay.Of(
        DialectList.Provider(Dialect.OpenAIChat)!.ReadAnswer(
            Encoding.UTF8.GetBytes(MatrixAnswer.All.Single(one => one.Name == name).Body))!);

    private static string Wire(Dialect provider, string name)
    {
        var chat = MatrixAnswer.All.Single(one => one.Name == name).Body;
        return provider == Dialect.OpenAIChat ? chat : Translator.Answer(
            DialectList.Provider(Dialect.OpenAIChat)!.ReadAnswer(Encoding.UTF8.GetBytes(chat))!,
            provider, Dialect.OpenAIChat, new LossReport());
    }

    private static string StreamWire(Dialect provider, string name) =>
        Translator.Stream(Replay(name), provider, Dialect.OpenAIChat, new LossReport());

    private static string Describe(IEnumerable<AnswerEvent> events) =>
        string.Join('\n', events.Select(one => one switch
        {
            PartStarted started => $"start {started.Choice} {started.Index} {started.Part}",
            LogprobsReported logprobs => logprobs.Logprobs.GetRawText(),
            PartCited cited => $"cite {cited.Choice} {cited.Index} {cited.Citation.Url} {cited.Citation.Title}",
            _ => one.ToString(),
        }));
}
