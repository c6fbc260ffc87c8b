using System.Text;
using Godwit.Control.Resources.Reading;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Control.Tests.Resources;

/// <summary>YAML as people write it.</summary>
public class YamlReadingTests
{
    [Fact]
    public void Several_documents_of_a_file_are_read_in_order()
    {
        var documents = Read(
            "kind: Organization\nname: acme\n---\n# nothing\n---\nkind: Route\nname: gpt-4o\nspec: { targets: [] }\n");

        Assert.Equal(["Organization/acme", "Route/gpt-4o"], documents.Select(d => d.Id));
    }

    [Fact]
    public void An_error_names_file_line_column_resource_key_and_what_is_accepted()
    {
        const string yaml = """
            kind: Route
            name: gpt-4o
            spec:
              targets:
                - target: openai/gpt-4o
                  when: sometimes
            """;
        var errors = new List<ConfigurationError>();
        ConfigurationBinder.Bind(ResourceReader.ReadText(yaml, "routes.yaml", errors), errors);

        Assert.Equal(
            "routes.yaml:6:13 Route/gpt-4o spec.targets[0].when: 'sometimes' is not accepted here; "
            + "accepted: always, unserved",
            Assert.Single(errors).ToString());
    }

    [Fact]
    public void An_error_of_meaning_stands_where_its_value_stands()
    {
        const string yaml = """
            kind: TerritoryPolicy
            name: t
            spec:
              scope: {}
              serves:
                exclude:
                  - CN
                  - XX
            """;
        var errors = new List<ConfigurationError>();
        var documents = ResourceReader.ReadText(yaml, "t.yaml", errors);
        ConfigurationValidator.Validate(
            ConfigurationBinder.Bind(documents, errors), CatalogSet.Empty, documents, errors);

        Assert.StartsWith("t.yaml:8:9 TerritoryPolicy/t spec.serves.exclude[1]: 'XX'", Assert.Single(errors)
            .ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Norway_stays_Norway_and_a_version_stays_text()
    {
        const string yaml = """
            kind: TerritoryPolicy
            name: 1.10
            spec: { scope: { models: [no, 4.10, yes] }, serves: { include: [NO, SE] } }
            """;
        var errors = new List<ConfigurationError>();
        var policy =
            ConfigurationBinder.Bind(ResourceReader.ReadText(yaml, "t.yaml", errors), errors).TerritoryPolicies[0];

        Assert.Empty(errors);
        Assert.Equal("1.10", policy.Name);
        Assert.Equal(["NO", "SE"], policy.Spec.Serves.Include);
        Assert.Equal(["no", "4.10", "yes"], policy.Spec.Scope.Models);
    }

    [Fact]
    public void An_alias_repeats_what_its_anchor_holds()
    {
        const string yaml = """
            kind: TerritoryPolicy
            name: t
            spec:
              scope: { models: &names [a, b], organizations: *names }
              serves: { exclude: [CN] }
            """;
        var errors = new List<ConfigurationError>();
        var policy =
            ConfigurationBinder.Bind(ResourceReader.ReadText(yaml, "t.yaml", errors), errors).TerritoryPolicies[0];

        Assert.Equal(["a", "b"], policy.Spec.Scope.Organizations);
    }

    [Fact]
    public void An_alias_bomb_is_refused_before_it_is_followed()
    {
        var yaml = new StringBuilder("kind: Route\nname: r\nspec:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
            yaml.Append("  a").Append(i).Append(": &a").Append(i).Append(" [")
                .AppendJoin(", ", Enumerable.Repeat($"*a{i - 1}", 10)).Append("]\n");

        Assert.Contains(
            "more than 200000 values in one file", Assert.Single(Errors(yaml.ToString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: Route\nname: r\nspec: &a { targets: *a }\n", "there is no anchor &a before this alias")]
    [InlineData("kind: Route\nname: !secret r\n", "tags such as !secret are not accepted")]
    [InlineData("kind: Route\nname: !!str r\n", "tags such as tag:yaml.org,2002:str are not accepted")]
    [InlineData("kind: Route\n? [a]\n: b\n", "a key must be plain text")]
    [InlineData("kind: [Route\n", "f.yaml:2:1: ")]
    [InlineData("- a\n- b\n",
        "f.yaml:1:1: a list stands where a resource is expected; accepted: a map with kind, name and spec")]
    [InlineData("kind: Rout\nname: r\n",
        "f.yaml:1:7 kind: there is no kind 'Rout'; did you mean 'Route'?; accepted: Organization, Project,")]
    [InlineData("name: r\n", "f.yaml:1:1 kind: is missing; accepted: Organization,")]
    [InlineData("kind: Route\nspec: {}\n", "f.yaml:1:1 Route name: is missing or empty; accepted: 1 to 128")]
    [InlineData("kind: Route\nname: r\nspce: {}\n",
        "f.yaml:3:1 Route/r spce: there is no key 'spce' here; did you mean 'spec'?; accepted: kind, name, spec")]
    [InlineData("kind: Route\nname: r\nname: s\n", "f.yaml:3:1 Route/r name: is given twice")]
    public void What_is_no_resource_is_an_error_with_its_place(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Single(Errors(yaml)), StringComparison.Ordinal);

    [Fact]
    public void Depth_is_limited() => Assert.Contains(
        "more than 32 levels inside each other", Assert.Single(Errors(new string('[', 500))), StringComparison.Ordinal);

    [Fact]
    public void A_folder_is_read_in_order_of_name_and_only_its_configuration_files()
    {
        using var folder = new TestFolder();
        folder.Write("b.yml", "kind: Organization\nname: second\n");
        folder.Write("a.json", """[{"kind":"Organization","name":"first"}]""");
        folder.Write("c.yaml", "kind: Organization\nname: third\n");
        folder.Write("readme.md", "not: read");
        var errors = new List<ConfigurationError>();

        var documents = ResourceReader.ReadPath(folder.Path, errors);

        Assert.Empty(errors);
        Assert.Equal(["first", "second", "third"], documents.Select(d => d.Name));
    }

    [Fact]
    public void A_path_that_is_not_there_is_an_error()
    {
        var errors = new List<ConfigurationError>();

        Assert.Empty(ResourceReader.ReadPath("/nowhere/at/all", errors));
        Assert.Equal("/nowhere/at/all:0:0: there is no such file or folder", Assert.Single(errors).ToString());
    }

    private static IReadOnlyList<ResourceDocument> Read(string yaml) => ResourceReader.ReadText(yaml, "f.yaml", []);

    private static List<string> Errors(string yaml)
    {
        var errors = new List<ConfigurationError>();
        ResourceReader.ReadText(yaml, "f.yaml", errors);
        return [.. errors.Select(e => e.ToString())];
    }
}
