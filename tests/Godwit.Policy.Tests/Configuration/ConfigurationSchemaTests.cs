using System.Text.Json;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>The published JSON Schema.</summary>
public class ConfigurationSchemaTests
{
    [Fact]
    public void The_committed_schema_is_the_one_the_types_make()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "reference", "godwit.schema.json");
        // Set once to approve a change of the schema, which editors and scripts depend on.
        if (Environment.GetEnvironmentVariable("GODWIT_APPROVE") == "1")
            File.WriteAllText(path, ConfigurationSchema.Write());

        Assert.Equal(File.ReadAllText(path), ConfigurationSchema.Write());
    }

    [Fact]
    public void The_schema_closes_every_map_and_names_every_kind()
    {
        using var schema = JsonDocument.Parse(ConfigurationSchema.Write());
        var definitions = schema.RootElement.GetProperty("$defs");

        Assert.Equal(Enum.GetNames<ResourceKind>(), definitions.EnumerateObject().Select(d => d.Name));
        foreach (var definition in definitions.EnumerateObject())
            Assert.False(definition.Value.GetProperty("additionalProperties").GetBoolean());
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Godwit.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
