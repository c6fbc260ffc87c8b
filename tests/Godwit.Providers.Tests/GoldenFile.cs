using System.Text;
using Godwit.Providers.GenAI;
using Xunit;

namespace Godwit.Providers.Tests;

/// <summary>
/// A golden of named sections, <c>=== name</c> and the text under it. With <c>GODWIT_APPROVE=1</c> what was found takes
/// the place of what was expected, in the checkout.
/// </summary>
internal sealed class GoldenFile
{
    private readonly string path;
    private readonly List<(string Name, string Text)> sections = [];

    private GoldenFile(string path) => this.path = path;

    public static bool Approving => Environment.GetEnvironmentVariable("GODWIT_APPROVE") == "1";

    /// <summary>The text of a section; null when there is none.</summary>
    public string? this[string name] => sections.Find(section => section.Name == name).Text;

    public static TheoryData<string> Names(string folder)
    {
        var names = new TheoryData<string>();
        foreach (var file in Directory.GetFiles(Folder(folder), "*.txt", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            names.Add(Path.GetRelativePath(Folder(folder), file));
        }

        return names;
    }

    /// <summary>Reads a file; an empty golden when there is none and it is being approved.</summary>
    public static GoldenFile Load(string folder, string name)
    {
        var golden = new GoldenFile(Path.Combine(Folder(folder), name));
        if (!File.Exists(golden.path))
        {
            Assert.True(
                Approving, $"There is no {folder}/golden/{name}; run this test with GODWIT_APPROVE=1 and read it.");
            return golden;
        }

        foreach (var part in ("\n" + File.ReadAllText(golden.path)).Split("\n=== ").Skip(1))
        {
            var line = part.IndexOf('\n', StringComparison.Ordinal);
            golden.sections.Add(line < 0 ? (part, "") : (part[..line], part[(line + 1)..].TrimEnd('\n') + "\n"));
        }

        return golden;
    }

    /// <summary>Compares with a section, or notes it to be approved.</summary>
    public void Expect(string name, string actual)
    {
        actual = actual.TrimEnd('\n') + "\n";
        if (!Approving)
        {
            Assert.Equal(this[name] ?? $"(no section {name})", actual);
            return;
        }

        var at = sections.FindIndex(section => section.Name == name);
        if (at < 0)
        {
            sections.Add((name, actual));
        }
        else
        {
            sections[at] = (name, actual);
        }
    }

    /// <summary>Writes the file when it is being approved.</summary>
    public void Save()
    {
        if (!Approving)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var text = new StringBuilder();
        foreach (var (name, body) in sections)
        {
            text.Append("=== ").Append(name).Append('\n').Append(body);
        }

        File.WriteAllText(path, text.ToString());
    }

    /// <summary>Losses, one a line.</summary>
    public static string Describe(LossReport losses) => losses.Losses.Count == 0 ? "none" : string.Join(
        '\n', losses.Losses.Select(loss => $"{loss.Kind.ToString().ToLowerInvariant()} {loss.Path}: {loss.Reason}"));

    private static string Folder(string folder) =>
        Path.Combine(Root, "tests", "Godwit.Providers.Tests", folder, "golden");

    /// <summary>The checkout the tests were built from.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Godwit.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The checkout was not found.");
    }
}
