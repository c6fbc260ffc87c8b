using System.Text;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Tapping;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIChat;

public sealed class GoldenTests
{
    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (var file in Directory.GetFiles(Golden.Folder, "*.txt").Order(StringComparer.Ordinal))
        {
            names.Add(Path.GetFileName(file));
        }

        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_way_of_splitting_gives_the_golden_result(string name)
    {
        var golden = Golden.Load(name);
        Check(golden, [golden.Input]);
        Check(golden, [.. golden.Input.Select(b => new[] { b })]);
        for (var at = 1; at < golden.Input.Length; at++)
        {
            Check(golden, [golden.Input[..at], golden.Input[at..]]);
        }

        var random = new Random(1);
        for (var round = 0; round < 50; round++)
        {
            var cuts = Enumerable.Range(0, 8).Select(_ => random.Next(golden.Input.Length)).Append(0)
                .Append(golden.Input.Length).Order().ToArray();
            Check(golden, [.. cuts.Zip(cuts.Skip(1), (a, b) => golden.Input[a..b])]);
        }
    }

    [Fact]
    public void There_are_goldens() => Assert.InRange(Names().Count, 25, 1000);

    [Fact]
    public void Garbage_is_relayed_the_same_however_it_is_split()
    {
        string[] words =
        [
            "data:", "data: ", ":", "\n", "\r", "\r\n", "\n\n", "{", "}", "\"choices\":", "[", "]", "\"usage\":",
            "null",
            "{\"choices\":[],\"usage\":{}}", "event: error", "[DONE]", "\\\"", "\"error\":", "\uFEFF", "é", ",",
            "\ud83d\ude00",
        ];
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var text =
                string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => words[random.Next(words.Length)]));
            var bytes = Encoding.UTF8.GetBytes(text);
            var whole = Filter([bytes]);
            var split = Filter([.. bytes.Select(b => new[] { b })]);
            Assert.Equal(whole.Result, split.Result);
            Assert.Equal(Encoding.UTF8.GetString(whole.Relayed), Encoding.UTF8.GetString(split.Relayed));
            Assert.Equal(Json([bytes]), Json([.. bytes.Select(b => new[] { b })]));
        }
    }

    private static void Check(Golden golden, byte[][] chunks)
    {
        var (result, relayed) = golden.Mode switch
        {
            "sse" => (Tap(chunks), golden.Relayed),
            "sse-hidden" => Filter(chunks),
            _ => (Json(chunks), golden.Relayed),
        };
        Assert.Equal(golden.Expect, result);
        Assert.Equal(Encoding.UTF8.GetString(golden.Relayed), Encoding.UTF8.GetString(relayed));
    }

    private static string Tap(byte[][] chunks)
    {
        using var tap = new SseTap(OpenAIChatLook.Instance);
        foreach (var chunk in chunks)
        {
            tap.Feed(chunk);
        }

        tap.Complete();
        return Golden.Describe(tap.Answer, tap.Done, tap.MalformedEvents);
    }

    private static (string Result, byte[] Relayed) Filter(byte[][] chunks)
    {
        using var tap = new SseTap(OpenAIChatLook.Instance);
        using var filter = new SseUsageFilter(tap);
        var relayed = new List<byte>();
        foreach (var chunk in chunks)
        {
            Take(filter.Feed(chunk), relayed);
        }

        Take(filter.Complete(), relayed);
        return (Golden.Describe(tap.Answer, tap.Done, tap.MalformedEvents), [.. relayed]);
    }

    private static void Take(SseRelay relay, List<byte> relayed)
    {
        for (var i = 0; i < relay.Count; i++)
        {
            Assert.False(relay[i].IsEmpty);
            relayed.AddRange(relay[i].Span);
        }
    }

    private static string Json(byte[][] chunks)
    {
        using var tap = new JsonTap(OpenAIChatLook.Instance);
        foreach (var chunk in chunks)
        {
            tap.Feed(chunk);
        }

        return Golden.Describe(tap.Answer, false, 0);
    }
}
