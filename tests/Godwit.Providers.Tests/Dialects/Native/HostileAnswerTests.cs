using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.GenAI.Answers;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.Native;

/// <summary>Whatever a provider sends, an answer comes of it or a failure, and never an exception.</summary>
public sealed class HostileAnswerTests
{
    private static readonly string[] Values =
    [
        "null", "7", "-1", "1e400", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "{}", "[[]]", "[{}]", "true",
        "9223372036854775808",
    ];

    public static TheoryData<string> Names =>
        [.. NativeGolden.Names("answer").Concat(NativeGolden.Names("stream"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_member_of_another_type_is_no_exception(string name)
    {
        var golden = NativeGolden.Load(name);
        var lines = File.ReadAllText(Path.Combine(NativeGolden.Folder, name)).Split("\n---\n", 2)[0];
        foreach (var (at, length) in Members(lines))
        {
            foreach (var value in Values)
            {
                var changed = lines[..at] + value + lines[(at + length)..];
                Read(golden, changed);
            }
        }
    }

    [Theory]
    [InlineData(Dialect.TencentNative)]
    [InlineData(Dialect.SenseNovaNative)]
    [InlineData(Dialect.DashScopeNative)]
    [InlineData(Dialect.BedrockConverse)]
    public void Nesting_without_end_is_a_failure(Dialect dialect)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"Response\":", 5_000));
        var golden = new NativeGolden(dialect, true, [], "");
        var line = dialect == Dialect.BedrockConverse ? $"event metadata {deep}" : $"data: {deep}\n\n";
        Assert.IsType<AnswerFailed>(Read(golden, line)[^1]);
        Assert.Null(DialectList.Provider(dialect)!.ReadAnswer(Encoding.UTF8.GetBytes(deep)));
    }

    /// <summary>Where values of members stand that are a number, a text or a word.</summary>
    private static IEnumerable<(int At, int Length)> Members(string text)
    {
        for (var i = Next(text, 0); i >= 0 && i + 2 < text.Length; i = Next(text, i + 1))
        {
            var start = i + 2;
            var end = start;
            var quoted = text[start] == '"';
            do
                end++;
            while (end < text.Length
                && (quoted ? text[end - 1] != '"' || end == start + 1 : !",}]".Contains(text[end])));
            yield return (start, end - start);
        }
    }

    private static int Next(string text, int from) => text.IndexOf("\":", from, StringComparison.Ordinal);

    private static List<AnswerEvent> Read(NativeGolden golden, string lines)
    {
        var dialect = DialectList.Provider(golden.Dialect)!;
        if (!golden.IsStream)
        {
            _ = dialect.ReadAnswer(Encoding.UTF8.GetBytes(lines));
            return [];
        }

        using var reader = dialect.CreateStreamReader();
        var events = new List<AnswerEvent>();
        reader.Feed(
            golden.Dialect == Dialect.BedrockConverse ? NativeGolden.Frames(lines) : Encoding.UTF8.GetBytes(lines),
            events);
        reader.Complete(events);
        return events;
    }
}
