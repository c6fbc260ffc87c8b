using Godwit.Policy.Configuration.Shapes;
using Xunit;

namespace Godwit.Policy.Tests.Configuration.Shapes;

/// <summary>The shapes that are read at a start, and those that the types make.</summary>
public class DerivedShapesTests
{
    [Fact]
    public void The_committed_shapes_are_those_that_the_types_make()
    {
        var folder = Path.Combine(RepositoryRoot(), "src", "Godwit.Policy", "Configuration", "Shapes");
        var path = Path.Combine(folder, "shapes.json");
        // Set once after a change of a configuration type; build again afterwards, for the file is embedded.
        if (Environment.GetEnvironmentVariable("GODWIT_APPROVE") == "1")
            File.WriteAllText(path, DerivedShapes.Write());

        Assert.True(
            DerivedShapes.Write() == File.ReadAllText(path),
            "shapes.json is behind the types; run this test with GODWIT_APPROVE=1 and build again");
    }

    [Fact]
    public void What_is_read_at_a_start_is_what_the_types_make() =>
        Assert.Equal(DerivedShapes.Write(), ConfigurationShapes.Write());

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Godwit.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
