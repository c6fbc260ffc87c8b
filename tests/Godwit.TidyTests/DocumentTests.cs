using System.Text.RegularExpressions;
using Godwit.TidyTests.Support;
using Xunit;

namespace Godwit.TidyTests;

/// <summary>Documents lead somewhere, and somebody leads to each of them.</summary>
public sealed partial class DocumentTests
{
    private static readonly IReadOnlyList<(string From, string To, string Anchor)> Links =
        [.. SourceTree.WithExtension(".md").SelectMany(LinksOf)];

    [Fact]
    public void Every_link_to_a_file_leads_to_one() =>
        AllowList.AssertOnlyAllowed(
            "links",
            from link in Links
            where !File.Exists(SourceTree.FullPath(link.To)) && !Directory.Exists(SourceTree.FullPath(link.To))
            select ($"{link.From}:{link.To}", "there is no such file"));

    [Fact]
    public void Every_link_to_a_heading_leads_to_one() =>
        AllowList.AssertOnlyAllowed(
            "anchors",
            from link in Links
            where link.Anchor.Length > 0 && link.To.EndsWith(".md", StringComparison.Ordinal)
            where SourceTree.Files.Contains(link.To) && !AnchorsOf(link.To).Contains(link.Anchor)
            select ($"{link.From}:{link.To}#{link.Anchor}", "there is no such heading"));

    [Fact]
    public void Every_document_is_linked_from_another_one() =>
        AllowList.AssertOnlyAllowed(
            "unreferenced",
            from file in SourceTree.Files
            where file.StartsWith("docs/", StringComparison.Ordinal)
            where !Links.Any(link => link.From != file && (link.To == file || link.To == Path.GetDirectoryName(file)))
            select (file, "no other document links to it"));

    private static IEnumerable<(string From, string To, string Anchor)> LinksOf(string file)
    {
        var folder = Path.GetDirectoryName(SourceTree.FullPath(file))!;
        var root = SourceTree.FullPath("");
        foreach (var target in Link().Matches(WithoutCode(file)).Select(match => match.Groups["to"].Value))
        {
            if (target.Contains(':', StringComparison.Ordinal))
            {
                continue;
            }

            var parts = target.Split('#', 2);
            var path = Path.GetFullPath(
                parts[0].Length == 0 ? SourceTree.FullPath(file) : Path.Combine(folder, parts[0]));
            var to = Path.TrimEndingDirectorySeparator(Path.GetRelativePath(root, path));
            yield return (file, to.Replace('\\', '/'), parts.ElementAtOrDefault(1) ?? "");
        }
    }

    private static HashSet<string> AnchorsOf(string file) =>
        [.. Heading().Matches(WithoutCode(file)).Select(match => AnchorOf(match.Groups["text"].Value))];

    // As code hosts make them: lower case, spaces to hyphens, other signs dropped.
    private static string AnchorOf(string heading) =>
        NotInAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string file) => CodeBlock().Replace(SourceTree.Text(file), "");

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
