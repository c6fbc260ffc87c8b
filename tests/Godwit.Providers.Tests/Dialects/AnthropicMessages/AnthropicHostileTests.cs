using System.Text;
using Godwit.Providers.Dialects.AnthropicMessages;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.AnthropicMessages;

/// <summary>Goldens, broken at random: never an exception, whatever comes.</summary>
public sealed class AnthropicHostileTests
{
    private static readonly string[] Junk =
    [
        "null", "[]", "{}", "\"\"", "\"\\ud800\"", "1e999", "-1", "99999999999999999999", "true", "[[[[[[[[]]]]]]]]",
        "\"type\"", ":", ",", "{", "}", "\"", "\\u0000", "\n", "\r", "data:", "event: error",
    ];

    [Fact]
    public void Requests_give_a_fault_or_a_request()
    {
        foreach (var body in Broken("requests", "body", rounds: 150))
        {
            var (request, fault) = Anthropic.Read(body);
            if (fault is null)
            {
                Anthropic.Write(request, new LossReport());
            }
        }
    }

    [Fact]
    public void Deep_nesting_is_a_fault()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100_000));
        Assert.Equal("invalid_json", Anthropic.Read("{\"messages\":" + deep).Fault?.Code);
    }

    [Theory]
    [InlineData("""{"\ud800":1,"messages":[]}""")]
    [InlineData("""{"messages":[{"\ud800":1,"role":"user","content":"x"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"\ud800":1,"type":"text","text":"x"}]}]}""")]
    [InlineData("""{"messages":[],"tools":[{"name":"a","input_schema":{"\ud800":1}}]}""")]
    [InlineData("""{"messages":[],"metadata":{"user_id":"\udc00"}}""")]
    public void Names_and_texts_that_are_no_Unicode_give_a_fault_or_a_request(string body)
    {
        var (request, fault) = Anthropic.Read(body);
        Assert.True(fault is not null || Anthropic.Write(request, new LossReport()).Length > 0);
    }

    [Fact]
    public void Streams_give_the_same_events_however_they_are_split()
    {
        foreach (var stream in Broken("streams", "stream", rounds: 60))
        {
            var events = Anthropic.ReadStream(stream);
            EventOrder.Check(events);
            Anthropic.WriteStream(events, Anthropic.Answering());
            var collector = new AnswerCollector();
            events.ForEach(collector.Add);
            Assert.Equal(
                Described.Events(events), Described.Events(Anthropic.ReadStream([.. stream.Select(b => new[] { b })])));
        }
    }

    [Fact]
    public void Answers_give_an_answer_or_nothing()
    {
        foreach (var body in Broken("answers", "body", rounds: 300))
        {
            if (AnthropicDialect.Instance.ReadAnswer(body) is { } answer)
            {
                Anthropic.Written(o => AnthropicDialect.Instance.WriteAnswer(answer, Anthropic.Answering(), o));
            }
        }
    }

    private static IEnumerable<byte[]> Broken(string kind, string section, int rounds)
    {
        foreach (var name in WireGolden.Names(kind))
        {
            var text = Encoding.UTF8.GetString(WireGolden.Load(kind, name.Data).Bytes(section));
            for (var seed = 0; seed < rounds; seed++)
            {
                var random = new Random(seed);
                var broken = new StringBuilder(text);
                for (var cuts = 1 + random.Next(3); cuts > 0; cuts--)
                {
                    Break(broken, random);
                }

                yield return Encoding.UTF8.GetBytes(broken.ToString());
            }
        }
    }

    private static void Break(StringBuilder text, Random random)
    {
        if (text.Length == 0)
        {
            return;
        }

        var all = text.ToString();
        var junk = Junk[random.Next(Junk.Length)];
        switch (random.Next(3))
        {
            case 0:
                var at = random.Next(text.Length);
                text.Remove(at, Math.Min(text.Length - at, random.Next(20))).Insert(at, junk);
                break;
            case 1:
                // A value that begins somewhere becomes another.
                var colon = all.IndexOf(':', random.Next(all.Length));
                var end = colon < 0 ? -1 : all.IndexOfAny([',', '}'], colon);
                if (end > colon)
                {
                    text.Remove(colon + 1, end - colon - 1).Insert(colon + 1, junk);
                }

                break;
            default:
                var from = random.Next(all.Length);
                text.Append(all, from, Math.Min(60, all.Length - from));
                break;
        }
    }
}
