using System.Net;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Serve;

/// <summary>What a server leaves outside its data folder.</summary>
public sealed class HomeFolderTests
{
    [Fact]
    public async Task Nothing_is_written_to_the_home_folder()
    {
        using var home = new TemporaryFolder();
        var options = TestConfig.Serve(TestConfig.Owner());
        await using var server = await GodwitServer.StartAsync(options with
        {
            Environment = new Dictionary<string, string>(options.Environment) { ["HOME"] = home.Path },
        });
        using var client = new HttpClient();

        using var console = await client.GetAsync(server.AdminUri, TestContext.Current.CancellationToken);
        await server.Program.StopAsync();

        Assert.Equal(HttpStatusCode.OK, console.StatusCode);
        Assert.Empty(Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories));
    }
}
