using System.Text.RegularExpressions;
using Godwit.TidyTests.Support;
using Xunit;

namespace Godwit.TidyTests;

/// <summary>Names are the field's words, and nothing is left for later.</summary>
public sealed partial class WordTests
{
    private static readonly string[] BannedFolders = ["Core", "Common", "Utils", "Helpers", "Shared"];

    private static readonly string[] BannedWords =
        ["Upstream", "Downstream", "Backend", "Vendor", "Helper", "Helpers", "Util", "Utils", "Utility"];

    // This file has to name what it forbids.
    private const string Self = "tests/Godwit.TidyTests/WordTests.cs";

    [Fact]
    public void No_folder_or_project_has_a_name_that_says_nothing() =>
        AllowList.AssertOnlyAllowed(
            "folder-words",
            from file in SourceTree.Files
            from part in file.Split('/').SkipLast(1).SelectMany(folder => folder.Split('.'))
            where BannedFolders.Contains(part, StringComparer.OrdinalIgnoreCase)
            select (file, $"lies in '{part}'"));

    [Fact]
    public void No_type_or_member_is_named_with_a_word_that_the_field_does_not_use() =>
        AllowList.AssertOnlyAllowed(
            "name-words",
            from file in CSharpFile.All
            where file.Path != Self
            from token in file.Root.DescendantTokens()
            where token.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.MemberDeclarationSyntax
                or Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax
                or Microsoft.CodeAnalysis.CSharp.Syntax.ParameterSyntax
            let word = WordsOf(token.Text).FirstOrDefault(BannedWords.Contains)
            where word is not null
            select ($"{file.Path}:{token.Text}", $"'{word}'"));

    [Fact]
    public void Nothing_is_left_for_later() =>
        AllowList.AssertOnlyAllowed(
            "left-for-later",
            from file in SourceTree.WithExtension(".cs", ".sh", ".c", ".h", ".mjs", ".razor", ".md", ".yaml", ".sql")
            where file != Self
            let match = ForLater().Match(SourceTree.Text(file))
            where match.Success
            select (file, match.Value));

    private static IEnumerable<string> WordsOf(string name) =>
        Words().Matches(name).Select(match => Capital(match.Value));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Words();

    [GeneratedRegex(@"\b(TODO|FIXME)\b|NotImplementedException")]
    private static partial Regex ForLater();
}
