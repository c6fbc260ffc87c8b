using System.Text.RegularExpressions;
using Godwit.TidyTests.Support;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Godwit.TidyTests;

/// <summary>Every error code that clients can see has its row in the reference, and every row its code.</summary>
public sealed partial class ErrorCodeTests
{
    private const string Reference = "docs/reference/errors.md";

    // Where codes are made: refusals of the gateway, and each dialect's faults in a request.
    private static readonly HashSet<string> Made = [.. CSharpFile.OfProducts
        .Where(file => !file.Path.StartsWith("src/Godwit.Simulator/", StringComparison.Ordinal)).SelectMany(CodesOf)];

    private static readonly HashSet<string> Documented =
        [.. Row().Matches(SourceTree.Text(Reference)).Select(match => match.Groups["code"].Value)];

    [Fact]
    public void Every_code_has_a_row() =>
        AllowList.AssertOnlyAllowed("error-rows", Made.Except(Documented)
            .Select(code => (code, $"not in {Reference}")));

    [Fact]
    public void Every_row_has_a_code() =>
        AllowList.AssertOnlyAllowed(
            "error-codes", Documented.Except(Made).Select(code => (code, "documented, and made nowhere")));

    private static IEnumerable<string> CodesOf(CSharpFile file)
    {
        var name = Path.GetFileName(file.Path);
        return file.Root.DescendantNodes().OfType<LiteralExpressionSyntax>()
            .Where(literal => name switch
            {
                _ when name.EndsWith("Refusals.cs", StringComparison.Ordinal) => !IsTypeOrProxyStatus(literal),
                _ when name.EndsWith("RequestError.cs", StringComparison.Ordinal) => IsInPropertyCode(literal),
                _ => IsCodeConstant(literal) || (IsArgumentOfRefusals(literal) && !IsTypeOrProxyStatus(literal)),
            })
            .Select(literal => literal.Token.ValueText)
            .Where(text => Code().IsMatch(text));
    }

    // OpenAI's coarse types are constants of their own there; RFC 9209 types go into another header.
    private static bool IsTypeOrProxyStatus(LiteralExpressionSyntax literal) =>
        literal.FirstAncestorOrSelf<FieldDeclarationSyntax>() is not null
        || literal.Parent is AssignmentExpressionSyntax assignment
            && assignment.Left.ToString() is not "Code"
        || literal.Parent is ArgumentSyntax { NameColon.Name.Identifier.Text: "proxyStatus" or "param" or "type" };

    private static bool IsInPropertyCode(LiteralExpressionSyntax literal) =>
        literal.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Identifier.Text == "Code";

    private static bool IsCodeConstant(LiteralExpressionSyntax literal) =>
        literal.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { } field
        && field.Parent?.Parent is FieldDeclarationSyntax
        && field.Identifier.Text.EndsWith("Code", StringComparison.Ordinal);

    private static bool IsArgumentOfRefusals(LiteralExpressionSyntax literal) =>
        literal.Parent?.Parent?.Parent is InvocationExpressionSyntax call
        && call.Expression.ToString().StartsWith("Refusals.", StringComparison.Ordinal);

    [GeneratedRegex("^[a-z]+(_[a-z]+)+$")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| `(?<code>[a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
