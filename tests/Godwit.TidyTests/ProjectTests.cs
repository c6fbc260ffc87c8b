using System.Xml.Linq;
using Godwit.TidyTests.Support;
using Xunit;

namespace Godwit.TidyTests;

/// <summary>The walls of the house: who may know whom, and from where packages come.</summary>
public sealed class ProjectTests
{
    // What each project may reference itself. Gateway and Control never meet but in the host.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Godwit.Policy"] = [],
        ["Godwit.Providers"] = ["Godwit.Policy"],
        ["Godwit.Gateway"] = ["Godwit.Providers", "Godwit.Policy"],
        ["Godwit.Control"] = ["Godwit.Policy"],
        ["Godwit.Simulator"] = ["Godwit.Providers"],
        ["Godwit.Console"] = ["Godwit.Control"],
        ["Godwit.Host"] = ["Godwit.Console", "Godwit.Control", "Godwit.Gateway", "Godwit.Simulator"],
    };

    private static IEnumerable<string> Projects => SourceTree.WithExtension(".csproj");

    [Fact]
    public void A_project_references_only_what_its_place_allows() =>
        AllowList.AssertOnlyAllowed(
            "references",
            from project in Projects
            where project.StartsWith("src/", StringComparison.Ordinal)
            let name = Path.GetFileNameWithoutExtension(project)
            from reference in Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path))
            where !Allowed.GetValueOrDefault(name, []).Contains(reference)
            select ($"{project}:{reference}", "is not among the references that the architecture allows"));

    [Fact]
    public void Policy_has_no_packages() =>
        Assert.Empty(Items("src/Godwit.Policy/Godwit.Policy.csproj", "PackageReference"));

    [Fact]
    public void Every_project_of_the_map_exists_and_no_other() =>
        Assert.Equal(
            Allowed.Keys.Order(StringComparer.Ordinal),
            Projects.Where(project => project.StartsWith("src/", StringComparison.Ordinal))
                .Select(project => Path.GetFileNameWithoutExtension(project)).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_package_has_its_version_in_one_place() =>
        AllowList.AssertOnlyAllowed(
            "central-versions",
            from project in SourceTree.WithExtension(".csproj", ".props")
            from reference in XDocument.Load(SourceTree.FullPath(project)).Descendants("PackageReference")
            let package = (string?)reference.Attribute("Include")
            where package is not null
            where reference.Attribute("Version") is not null || !CentralVersions().Contains(package)
            select ($"{project}:{package}", "its version belongs into Directory.Packages.props"));

    [Fact]
    public void Every_project_is_in_the_solution_and_has_a_lock_file() =>
        AllowList.AssertOnlyAllowed(
            "solution",
            from project in Projects
            let folder = Path.GetDirectoryName(project)!.Replace('\\', '/')
            where !SourceTree.Text("Godwit.slnx").Contains($"\"{project}\"", StringComparison.Ordinal)
                || !SourceTree.Files.Contains($"{folder}/packages.lock.json")
            select (project, "is not in Godwit.slnx, or has no packages.lock.json"));

    [Fact]
    public void Every_product_project_with_code_has_a_test_project() =>
        AllowList.AssertOnlyAllowed(
            "test-projects",
            from project in Allowed.Keys
            where SourceTree.Files.Count(file => file.StartsWith($"src/{project}/", StringComparison.Ordinal)
                && file.EndsWith(".cs", StringComparison.Ordinal)) > 1
            where !SourceTree.Files.Contains($"tests/{project}.Tests/{project}.Tests.csproj")
            select ($"src/{project}", $"tests/{project}.Tests is missing"));

    private static HashSet<string> CentralVersions() => [.. Items("Directory.Packages.props", "PackageVersion")];

    private static IEnumerable<string> Items(string file, string element) =>
        XDocument.Load(SourceTree.FullPath(file)).Descendants(element)
            .Select(item => (string?)item.Attribute("Include")).OfType<string>();
}
