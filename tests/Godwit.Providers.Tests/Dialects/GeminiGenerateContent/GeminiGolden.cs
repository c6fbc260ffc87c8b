using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.GeminiGenerateContent;

/// <summary>
/// A wire golden of named sections. With <c>GODWIT_APPROVE=1</c> what was written takes the place of what was expected.
/// </summary>
internal sealed class GeminiGolden(string name)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string text = File.ReadAllText(Path.Combine(Folder, name));

    private static string Folder =>
        Path.Combine(AppContext.BaseDirectory, "Dialects", "GeminiGenerateContent", "golden");

    public static TheoryData<string> Names(string prefix) =>
        [.. Directory.GetFiles(Folder, prefix + "*.txt").Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal)];

    public byte[] Bytes(string section) => Encoding.UTF8.GetBytes(Section(section)!.TrimEnd('\n'));

    public string? Word(string section) => Section(section)?.Trim();

    /// <summary>Compares with a section, or puts it there.</summary>
    public void Expect(string section, string actual)
    {
        actual = actual.TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("GODWIT_APPROVE") == "1")
        {
            Approve(section, actual);
            return;
        }

        Assert.Equal((Section(section)?.TrimEnd() ?? "(no such section)") + "\n", actual);
    }

    public static string Pretty(ReadOnlySpan<byte> json) =>
        JsonNode.Parse(Encoding.UTF8.GetString(json), documentOptions: new() { MaxDepth = 200 })!
            .ToJsonString(Indented);

    private void Approve(string section, string actual, [CallerFilePath] string source = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(source)!, "golden", name);
        var whole = File.ReadAllText(path).TrimEnd() + "\n";
        var start = whole.IndexOf($"=== {section}\n", StringComparison.Ordinal);
        var end = start < 0 ? -1 : whole.IndexOf("\n=== ", start, StringComparison.Ordinal);
        whole = (start < 0 ? whole : whole[..start]) + $"=== {section}\n{actual}" + (end < 0 ? "" : whole[(end + 1)..]);
        File.WriteAllText(path, whole);
    }

    private string? Section(string section)
    {
        var mark = $"=== {section}\n";
        var start = text.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += mark.Length;
        var end = text.IndexOf("\n=== ", start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..(end + 1)];
    }
}
