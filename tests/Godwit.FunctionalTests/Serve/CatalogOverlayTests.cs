using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Serve;

/// <summary>A folder of catalog files of one's own.</summary>
public sealed class CatalogOverlayTests
{
    [Fact]
    public async Task What_is_wrong_with_it_is_said_before_anything_starts()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Combine("providers"));
        folder.Write("providers/own.yaml", "name: other\nno_such_key: 1\n");

        var result = await GodwitCommand.RunAsync(
            ["serve", "--data", folder.Combine("data"), "--catalog", folder.Path], folder.Path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("own.yaml:2", result.Errors, StringComparison.Ordinal);
        Assert.Contains("no_such_key", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }
}
