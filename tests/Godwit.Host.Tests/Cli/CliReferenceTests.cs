using Godwit.Host.Cli;
using Xunit;

namespace Godwit.Host.Tests.Cli;

public sealed class CliReferenceTests
{
    [Fact]
    public void The_reference_is_what_the_commands_say()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "reference", "cli.md");
        var actual = CliReference.Write(GodwitCommandLine.Create());
        if (Environment.GetEnvironmentVariable("GODWIT_APPROVE") == "1")
            File.WriteAllText(path, actual);

        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == actual,
            "docs/reference/cli.md is behind the commands; run this test with GODWIT_APPROVE=1 and look at the change");
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Godwit.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
