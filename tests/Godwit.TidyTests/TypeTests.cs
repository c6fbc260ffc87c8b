using Godwit.TidyTests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Godwit.TidyTests;

/// <summary>A type is found by its name: in a file and a namespace that are called the same.</summary>
public sealed class TypeTests
{
    // A sibling that is no record, enumeration or delegate may share a file only when it is about this small.
    private const int SmallLines = 30;

    [Fact]
    public void A_file_holds_one_type_and_at_most_small_siblings() =>
        AllowList.AssertOnlyAllowed(
            "one-type",
            from file in CSharpFile.All
            let large = file.TopLevelTypes.Where(IsLarge).Select(CSharpFile.NameOf).Distinct().ToArray()
            where large.Length > 1
            select (file.Path, string.Join(", ", large)));

    [Fact]
    public void A_file_is_named_for_its_type() =>
        AllowList.AssertOnlyAllowed(
            "file-names",
            from file in CSharpFile.All
            let names = file.TopLevelTypes.Select(CSharpFile.NameOf).ToArray()
            let name = Path.GetFileName(file.Path).Split('.')[0]
            where names.Length > 0 && name != "Program" && !names.Contains(name)
            // A family of small types goes by the word that their names begin or end with.
            where !names.Any(one => one.StartsWith(name, StringComparison.Ordinal) || LastWord(one) == LastWord(name))
            select (file.Path, $"holds {string.Join(", ", names)}"));

    [Fact]
    public void A_namespace_is_its_folders_path() =>
        AllowList.AssertOnlyAllowed(
            "namespaces",
            from file in CSharpFile.All
            let declared = file.Root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()
            where declared is not null
            let folders = Path.GetDirectoryName(file.Path)!.Replace('\\', '/').Split('/').Skip(1)
            let expected = string.Join('.', folders)
            // Tools outside src and tests leave the product's name out of their folders.
            where declared is not FileScopedNamespaceDeclarationSyntax
                || declared.Name.ToString() is var name && name != expected && name != $"Godwit.{expected}"
            select (file.Path, $"is in {declared.Name}, not file-scoped in {expected}"));

    [Fact]
    public void A_class_is_sealed_static_or_abstract() =>
        AllowList.AssertOnlyAllowed(
            "sealed",
            from file in CSharpFile.OfProducts
            from type in file.Types
            where type is ClassDeclarationSyntax || type.IsKind(SyntaxKind.RecordDeclaration)
            where !type.Modifiers.Any(modifier => modifier.Kind()
                is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword)
            // One part of a partial type may say it for all.
            where !CSharpFile.All.Any(other => other != file && other.Types.Any(part =>
                part.Identifier.Text == type.Identifier.Text && part.Modifiers.Any(SyntaxKind.SealedKeyword)))
            select ($"{file.Path}:{type.Identifier.Text}", "say sealed, static or abstract"));

    private static string LastWord(string name) =>
        name[Math.Max(0, Array.FindLastIndex(name.ToCharArray(), char.IsUpper))..];

    private static bool IsLarge(MemberDeclarationSyntax type) =>
        type is ClassDeclarationSyntax or StructDeclarationSyntax or InterfaceDeclarationSyntax
        && CSharpFile.LinesOf(type, type.GetFirstToken()) > SmallLines;
}
