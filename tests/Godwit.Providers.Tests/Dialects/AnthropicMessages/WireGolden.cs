using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.AnthropicMessages;

/// <summary>
/// A golden file of sections that begin with <c>=== name</c>. With GODWIT_APPROVE=1 the sections that are checked are
/// written instead; look at the change.
/// </summary>
internal sealed class WireGolden
{
    private readonly string file;
    private readonly List<(string Name, string Text)> sections = [];

    private WireGolden(string file)
    {
        this.file = file;
        foreach (var section in File.ReadAllText(file, new UTF8Encoding(false)).Split("=== ")[1..])
        {
            var end = section.IndexOf('\n', StringComparison.Ordinal);
            sections.Add((section[..end], section[(end + 1)..]));
        }
    }

    public static WireGolden Load(string kind, string name) => new(Path.Combine(Folder(kind), name));

    public static TheoryData<string> Names(string kind)
    {
        var names = new TheoryData<string>();
        foreach (var path in Directory.GetFiles(Folder(kind), "*.txt").Order(StringComparer.Ordinal))
        {
            names.Add(Path.GetFileName(path));
        }

        return names;
    }

    public string? Text(string name)
    {
        foreach (var section in sections)
        {
            if (section.Name == name)
            {
                return section.Text;
            }
        }

        return null;
    }

    public byte[] Bytes(string name) =>
        Encoding.UTF8.GetBytes(Text(name)!.Replace("<NO-NEWLINE>\n", "", StringComparison.Ordinal));

    public void Check(string name, string actual)
    {
        actual = actual.TrimEnd('\n') + "\n";
        var expected = Text(name)?.TrimEnd('\n') + "\n";
        if (actual != expected && Environment.GetEnvironmentVariable("GODWIT_APPROVE") == "1")
        {
            Approve(name, actual);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private void Approve(string name, string actual)
    {
        sections.RemoveAll(section => section.Name == name);
        sections.Add((name, actual));
        var text = string.Concat(sections.Select(section => $"=== {section.Name}\n{section.Text.TrimEnd('\n')}\n"));
        var kind = Path.GetFileName(Path.GetDirectoryName(file))!;
        File.WriteAllText(Path.Combine(SourceFolder(), "golden", kind, Path.GetFileName(file)), text);
    }

    private static string Folder(string kind) =>
        Path.Combine(AppContext.BaseDirectory, "Dialects", "AnthropicMessages", "golden", kind);

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
