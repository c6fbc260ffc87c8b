using Godwit.TestSupport;

namespace Godwit.TidyTests.Support;

/// <summary>The files that people keep in the checkout: nothing built, restored or hidden.</summary>
internal static class SourceTree
{
    private static readonly string[] Skipped = ["artifacts", "node_modules", "bin", "obj", ".git", ".vs", ".idea"];

    /// <summary>Every file, as a path relative to the checkout with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(RepositoryRoot.Path).Order(StringComparer.Ordinal)];

    /// <summary>Files with one of the extensions, given with their dots.</summary>
    public static IEnumerable<string> WithExtension(params string[] extensions) =>
        Files.Where(file => extensions.Contains(Path.GetExtension(file)));

    /// <summary>The absolute path of a file.</summary>
    public static string FullPath(string file) => Path.Combine(RepositoryRoot.Path, file);

    /// <summary>A file's text.</summary>
    public static string Text(string file) => File.ReadAllText(FullPath(file));

    /// <summary>A file's lines.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(FullPath(file));

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return Path.GetRelativePath(RepositoryRoot.Path, file).Replace('\\', '/');
        }

        var folders = Directory.EnumerateDirectories(folder).Where(sub => !Skipped.Contains(Path.GetFileName(sub)));
        foreach (var file in folders.SelectMany(Walk))
        {
            yield return file;
        }
    }
}
