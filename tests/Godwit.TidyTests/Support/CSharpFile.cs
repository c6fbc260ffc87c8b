using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Godwit.TidyTests.Support;

/// <summary>A C# file of the checkout, parsed.</summary>
internal sealed record CSharpFile(string Path, CompilationUnitSyntax Root)
{
    /// <summary>Every C# file, parsed once.</summary>
    public static IReadOnlyList<CSharpFile> All { get; } =
        [.. SourceTree.WithExtension(".cs").AsParallel().AsOrdered().Select(Parse)];

    /// <summary>The C# files of products, tests left out.</summary>
    public static IEnumerable<CSharpFile> OfProducts =>
        All.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal));

    /// <summary>The types that are not nested in another.</summary>
    public IReadOnlyList<MemberDeclarationSyntax> TopLevelTypes =>
        [.. Root.DescendantNodes(node => node is not (BaseTypeDeclarationSyntax or DelegateDeclarationSyntax))
            .OfType<MemberDeclarationSyntax>().Where(member => member
                is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)];

    /// <summary>Every type, nested ones included.</summary>
    public IEnumerable<BaseTypeDeclarationSyntax> Types => Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>();

    /// <summary>A type's name.</summary>
    public static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declared => declared.Identifier.Text,
        DelegateDeclarationSyntax declared => declared.Identifier.Text,
        _ => "",
    };

    /// <summary>How many lines a piece of code takes, its comments and attributes before it not counted.</summary>
    public static int LinesOf(SyntaxNode node, SyntaxToken first) =>
        node.SyntaxTree.GetLineSpan(node.Span).EndLinePosition.Line
        - node.SyntaxTree.GetLineSpan(first.Span).StartLinePosition.Line + 1;

    private static CSharpFile Parse(string path)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var tree = CSharpSyntaxTree.ParseText(SourceTree.Text(path), options);
        return new(path, tree.GetCompilationUnitRoot());
    }
}
