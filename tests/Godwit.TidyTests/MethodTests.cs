using Godwit.TidyTests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Godwit.TidyTests;

/// <summary>Methods are short enough to be kept in the head, and tests say what they expect.</summary>
public sealed class MethodTests
{
    private const int MostLines = 70;

    [Fact]
    public void No_method_is_longer_than_70_lines() =>
        AllowList.AssertOnlyAllowed(
            "method-lines",
            from file in CSharpFile.All
            from node in file.Root.DescendantNodes()
            let name = NameOf(node)
            where name is not null
            let lines = CSharpFile.LinesOf(node, FirstTokenOf(node))
            where lines > MostLines
            select ($"{file.Path}:{name}", $"{lines} lines"));

    [Fact]
    public void A_tests_name_is_a_sentence() =>
        AllowList.AssertOnlyAllowed(
            "test-names",
            from file in CSharpFile.All
            from method in file.Root.DescendantNodes().OfType<MethodDeclarationSyntax>()
            where IsTest(method) && !method.Identifier.Text.Contains('_')
            select ($"{file.Path}:{method.Identifier.Text}", "name what it shows, words joined by underscores"));

    [Fact]
    public void No_test_sleeps() =>
        AllowList.AssertOnlyAllowed(
            "sleeps",
            from file in CSharpFile.All
            where file.Path.StartsWith("tests/", StringComparison.Ordinal)
            from call in file.Root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            let target = call.Expression.ToString()
            where target is "Task.Delay" or "Thread.Sleep"
            select (file.Path, $"{target}: wait for a condition, or move a fake clock"));

    private static bool IsTest(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes)
            .Any(attribute => attribute.Name.ToString() is "Fact" or "Theory" or "Property");

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        OperatorDeclarationSyntax @operator => $"operator {@operator.OperatorToken.Text}",
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } => property.Identifier.Text,
        _ => null,
    };

    // Attributes and documentation are not the method's work.
    private static SyntaxToken FirstTokenOf(SyntaxNode node) =>
        node.ChildNodesAndTokens().SkipWhile(child => child.IsKind(SyntaxKind.AttributeList))
            .Select(child => child.IsToken ? child.AsToken() : child.AsNode()!.GetFirstToken()).First();
}
