using System.Buffers;
using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.BedrockConverse;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Tests.Dialects.Native;

/// <summary>
/// One wire golden of a dialect that only providers speak: <c>DIALECT/golden/answer-NAME.txt</c> or
/// <c>stream-NAME.txt</c>, with the provider's bytes, a line <c>---</c>, and what they mean. Bedrock's frames are
/// written one a line, as <c>event NAME JSON</c>.
/// </summary>
internal sealed record NativeGolden(Dialect Dialect, bool IsStream, byte[] Input, string Expected)
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Dialects");

    /// <summary>The dialects that only providers speak.</summary>
    public static readonly Dialect[] Dialects =
        [Dialect.BedrockConverse, Dialect.TencentNative, Dialect.SenseNovaNative, Dialect.DashScopeNative];

    public static IEnumerable<string> Names(string kind) =>
        from dialect in Dialects
        let folder = Path.Combine(Folder, dialect.ToString(), "golden")
        from file in Directory.GetFiles(folder, $"{kind}-*.txt").Order(StringComparer.Ordinal)
        select $"{dialect}/golden/{Path.GetFileName(file)}";

    public static NativeGolden Load(string name)
    {
        var parts = File.ReadAllText(Path.Combine(Folder, name)).Split("\n---\n", 2);
        var dialect = Enum.Parse<Dialect>(name.Split('/')[0]);
        var isStream = Path.GetFileName(name).StartsWith("stream-", StringComparison.Ordinal);
        var input = isStream && dialect == Dialect.BedrockConverse
            ? Frames(parts[0]) : Encoding.UTF8.GetBytes(parts[0] + "\n");
        return new NativeGolden(dialect, isStream, input, parts[1].Trim());
    }

    /// <summary>What the bytes mean, fed in pieces.</summary>
    public string Read(params ReadOnlySpan<int> cuts) => EventText.Of(Events(DialectList.Provider(Dialect)!, cuts));

    public string ReadWhole() =>
        DialectList.Provider(Dialect)!.ReadAnswer(Input) is { } answer ? EventText.Of(answer) : "nothing";

    private List<AnswerEvent> Events(IProviderDialect dialect, ReadOnlySpan<int> cuts)
    {
        using var reader = dialect.CreateStreamReader();
        var events = new List<AnswerEvent>();
        var start = 0;
        foreach (var cut in cuts)
        {
            reader.Feed(Input.AsSpan(start, cut - start), events);
            start = cut;
        }

        reader.Feed(Input.AsSpan(start), events);
        reader.Complete(events);
        return events;
    }

    /// <summary>Frames as Amazon writes them.</summary>
    public static byte[] Frames(string lines)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', 3);
            AwsEventFrame.Write(
                output, Encoding.UTF8.GetBytes(words[0]), Encoding.UTF8.GetBytes(words[1]),
                Encoding.UTF8.GetBytes(words[2]));
        }

        return output.WrittenSpan.ToArray();
    }
}
