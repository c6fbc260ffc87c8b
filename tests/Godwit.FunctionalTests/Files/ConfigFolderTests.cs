using System.Net;
using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Files;

/// <summary>A folder given with <c>--config</c> whose files change while clients are served.</summary>
public sealed class ConfigFolderTests : IDisposable
{
    private const string Bad = "kind: Route\nname: added\nspec:\n  targets:\n    - { target: nobody/nothing }\n";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_bad_file_harms_no_traffic_and_the_good_one_takes_effect()
    {
        await using var provider = await SimulatorServer.StartAsync("openai");
        await using var server = await StartAsync(provider);
        var key = await server.CreateKeyAsync("load", TestConfig.Project);
        await using var load = new Load(server.ClientUri, key, "gpt-4o", clients: 4);

        folder.Write("added.yaml", Bad);
        var refused = await Eventually.ReadAsync(() => FileErrorsAsync(server), errors => errors.Length > 0);
        await load.EndedAsync(100);
        folder.Write("added.yaml", TestConfig.Route("added", "openai/gpt-4o"));
        await Eventually.ReadAsync(() => FileErrorsAsync(server), errors => errors.Length == 0);
        await load.EndedAsync(100);
        await load.StopAsync();

        Assert.Contains("added.yaml:5", refused[0], StringComparison.Ordinal);
        Assert.Empty(load.Failures);
        using var client = new RawClient(server.ClientUri, key);
        using var answer = await client.ChatAsync("""{"model":"added","messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task What_was_changed_past_the_files_is_shown_as_drift()
    {
        await using var provider = await SimulatorServer.StartAsync("openai");
        await using var server = await StartAsync(provider);
        using var elsewhere = new TemporaryFolder();
        var file = elsewhere.Write(
            "project.yaml", "kind: Project\nname: app\nspec: { organization: contoso, display_name: Changed }\n");

        var refused = await server.RunAsync("apply", "-f", file);
        var taken = await server.RunAsync("apply", "-f", file, "--take-over");
        var drift = await server.ReadAsync("drift");

        Assert.Equal(1, refused.ExitCode);
        Assert.True(taken.ExitCode == 0, taken.Errors);
        var item = Assert.Single(drift.GetProperty("items").EnumerateArray());
        Assert.Equal("app", item.GetProperty("name").GetString());
        Assert.Contains(
            item.GetProperty("changes").EnumerateArray(),
            change => change.GetProperty("path").GetString()!.EndsWith("display_name", StringComparison.Ordinal));
    }

    private static async Task<string[]> FileErrorsAsync(GodwitServer server)
    {
        var status = await server.ReadAsync("status");
        return status.GetProperty("files").GetProperty("errors").Deserialize<string[]>()!;
    }

    private Task<GodwitServer> StartAsync(SimulatorServer provider)
    {
        folder.Write("providers.yaml", TestConfig.Provider("openai", "openai", provider.Address));
        folder.Write("routes.yaml", TestConfig.Route("gpt-4o", "openai/gpt-4o"));
        var options = TestConfig.Serve(TestConfig.Owner());
        return GodwitServer.StartAsync(
            options with { Arguments = [.. options.Arguments, "--config", folder.Path] });
    }
}
