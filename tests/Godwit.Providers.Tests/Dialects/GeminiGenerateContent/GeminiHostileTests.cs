using System.Buffers;
using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.GeminiGenerateContent;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.GeminiGenerateContent;

public sealed class GeminiHostileTests
{
    private const int Rounds = 400;

    private static readonly string[] Pieces =
    [
        "null", "true", "{}", "[]", "\"\"", "\"x\"", "-1", "1e400", "99999999999999999999", "0.5", "\"\\ud800\"",
        "{\"\\udc00\":1}", "[[[[]]]]", "{\"text\":{}}", "\"$ref\"", "{\"$ref\":\"#\"}", "}", "]", ",", ":",
    ];

    public static TheoryData<string> Requests => GeminiGolden.Names("request-");

    public static TheoryData<string> Answers => GeminiGolden.Names("answer-");

    public static TheoryData<string> Streams => GeminiGolden.Names("stream-");

    [Theory, MemberData(nameof(Requests))]
    public void A_mangled_request_is_a_fault_or_a_request(string name)
    {
        foreach (var body in Mangled(new GeminiGolden(name).Bytes("input"), 1))
        {
            var faults = new RequestFaults();
            var request = GeminiWire.Read(body, null, faults);
            if (faults.First is null)
            {
                GeminiWire.Write(request, "gemini-2.0-flash");
                foreach (var extra in request.Extras)
                {
                    extra.Taken = false;
                }

                GeminiWire.Write(request, "gemini-3-pro");
            }
        }
    }

    [Theory, MemberData(nameof(Answers))]
    public void A_mangled_answer_is_no_answer_or_one(string name)
    {
        foreach (var body in Mangled(new GeminiGolden(name).Bytes("input"), 2))
        {
            if (GeminiDialect.Instance.ReadAnswer(body) is { } answer)
            {
                var context = GeminiWire.Context(new LossReport(), Dialect.GeminiGenerateContent);
                GeminiDialect.Instance.WriteAnswer(answer, context, new ArrayBufferWriter<byte>());
            }
        }
    }

    [Theory, MemberData(nameof(Streams))]
    public void A_mangled_stream_ends_once_at_most(string name)
    {
        foreach (var body in Mangled(new GeminiGolden(name).Bytes("input"), 3))
        {
            var events = GeminiWire.Events(GeminiDialect.Instance, body);
            Assert.InRange(events.Count(next => next is AnswerEnded or AnswerFailed), 0, 1);
            var context = GeminiWire.Context(new LossReport(), Dialect.GeminiGenerateContent);
            GeminiWire.Stream(events, context);
            using var tap = new SseTap(GeminiLook.Instance);
            tap.Feed(body);
            tap.Complete();
        }
    }

    [Fact]
    public void Deep_nesting_is_a_fault_and_no_crash()
    {
        var faults = new RequestFaults();
        var deep = string.Concat(Enumerable.Repeat("[", 5_000));
        GeminiWire.Read(Encoding.UTF8.GetBytes("{\"contents\":" + deep), null, faults);
        Assert.Equal("invalid_json", faults.First?.Code);

        Assert.Null(GeminiDialect.Instance.ReadAnswer(Encoding.UTF8.GetBytes("{\"candidates\":" + deep)));
        var events = GeminiWire.Events(
            GeminiDialect.Instance, Encoding.UTF8.GetBytes("data: {\"candidates\":" + deep + "\n\n"));
        Assert.IsType<AnswerFailed>(Assert.Single(events));
    }

    [Fact]
    public void References_that_multiply_come_to_an_end()
    {
        var properties = string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"p{i}\":{{\"$ref\":\"#\"}}"));
        var body = "{\"contents\":[],\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\",\"parametersJsonSchema\":"
            + $"{{\"type\":\"object\",\"properties\":{{{properties}}}}}}}]}}]}}";
        var faults = new RequestFaults();
        var request = GeminiWire.Read(Encoding.UTF8.GetBytes(body), null, faults);

        var (json, losses) = GeminiWire.Write(request, "gemini-1.5-flash");

        Assert.InRange(json.Length, 1_000, 1_000_000);
        Assert.NotEmpty(losses.Losses);
    }

    private static IEnumerable<byte[]> Mangled(byte[] golden, int seed)
    {
        var random = new Random(seed);
        var text = Encoding.UTF8.GetString(golden);
        for (var round = 0; round < Rounds; round++)
        {
            var mangled = text;
            for (var i = random.Next(1, 4); i > 0 && mangled.Length > 2; i--)
            {
                mangled = Mangle(mangled, random);
            }

            yield return Encoding.UTF8.GetBytes(mangled);
        }
    }

    // Mostly puts another value in the place of one, so that much of it stays JSON.
    private static string Mangle(string text, Random random)
    {
        var colons = new List<int>();
        for (var at = text.IndexOf("\":", StringComparison.Ordinal); at >= 0;
            at = text.IndexOf("\":", at + 1, StringComparison.Ordinal))
        {
            colons.Add(at + 2);
        }

        var piece = Pieces[random.Next(Pieces.Length)];
        if (random.Next(4) == 0 || colons.Count == 0)
        {
            var cut = random.Next(text.Length);
            return text[..cut] + piece + text[Math.Min(text.Length, cut + random.Next(5))..];
        }

        var start = colons[random.Next(colons.Count)];
        return text[..start] + piece + text[EndOfValue(text, start)..];
    }

    private static int EndOfValue(string text, int start)
    {
        var depth = 0;
        var inString = false;
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (inString)
            {
                i += c == '\\' ? 1 : 0;
                inString = c != '"';
            }
            else if (c == '"')
            {
                inString = true;
            }
            else if (c is '{' or '[')
            {
                depth++;
            }
            else if ((c is '}' or ']' && --depth < 0) || (c == ',' && depth == 0))
            {
                return i;
            }
        }

        return text.Length;
    }
}
