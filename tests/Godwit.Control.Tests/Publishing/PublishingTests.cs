using Dapper;
using Godwit.Control.Api;
using Godwit.Control.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Publishing;

public sealed class PublishingTests : IDisposable
{
    // A port nobody listens on: the store is away at once and not after a timeout.
    private const string NoServer = "postgres://nobody@127.0.0.1:1/none?Timeout=2";

    private readonly TestFolder data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task A_node_that_starts_without_its_store_serves_the_last_good_resources()
    {
        string hash;
        await using (var node = await ControlNode.StartAsync(data.Path))
            hash = node.Snapshots.Current!.Hash;

        await using var restarted = await ControlNode.StartAsync(
            data.Path, new ControlOptions { DataFolder = "", ConnectionString = NoServer });

        Assert.Equal(hash, restarted.Snapshots.Current!.Hash);
        var status = await restarted.Client.StatusAsync();
        Assert.Equal("last_good", status.Snapshot!.Origin);
        Assert.False(status.Store.Healthy);
        Assert.Equal(503, (await Assert.ThrowsAsync<AdminApiException>(() => restarted.Client.ListAsync()))
            .Problem.Status);
    }

    [Fact]
    public async Task A_node_that_never_saw_its_store_starts_and_has_nothing_in_force()
    {
        await using var node = await ControlNode.StartAsync(
            data.Path, new ControlOptions { DataFolder = "", ConnectionString = NoServer });

        Assert.Null(node.Snapshots.Current);
        Assert.Null((await node.Client.StatusAsync()).Snapshot);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task What_is_kept_on_disk_shows_nothing_and_is_the_owners_alone()
    {
        await using var node = await ControlNode.StartAsync(data.Path);
        var content = await File.ReadAllTextAsync(data.File("last-good.json.enc"));

        Assert.DoesNotContain("default", content, StringComparison.Ordinal);
        foreach (var name in new[] { "last-good.json.enc", "secret.key" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(data.File(name)));
    }

    [Fact]
    public async Task A_bad_set_in_the_store_leaves_the_old_snapshot_in_force()
    {
        await using var node = await ControlNode.StartAsync(data.Path);
        var before = node.Snapshots.Current;
        var database = node.App.Services.GetRequiredService<IDatabase>();
        await using (var connection = await database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync(
                "update resources set spec = '{\"organization\":\"nobody\"}' where kind = 'Project'");
            await connection.ExecuteAsync(
                "insert into publications select revision + 1, at, actor, history_seq, history_hash from publications");
        }

        NodeStatus status;
        do
        {
            status = await node.Client.StatusAsync();
        }
        while (status.PublishErrors.Count == 0);

        Assert.Same(before, node.Snapshots.Current);
        Assert.Contains("nobody", status.PublishErrors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Providers_of_the_environment_are_there_until_somebody_writes_one()
    {
        using var overlay = new TestFolder();
        await using var node = await ControlNode.StartAsync(
            data.Path,
            new ControlOptions { DataFolder = "", CatalogOverlay = CopyCatalog(overlay) },
            environment: new Dictionary<string, string> { ["OPENAI_API_KEY"] = "sk-test" });

        var found = Assert.Single((await node.Client.ListAsync("Provider")).Items);
        Assert.Equal(("openai", ManagedBy.Environment), (found.Name, found.ManagedBy));
        var rules = Assert.Single(node.Snapshots.Current!.Providers);
        Assert.Equal("Bearer sk-test", rules.Credentials[0].Header!.Value.Reveal());
        Assert.DoesNotContain("openai", await node.Client.ExportAsync(), StringComparison.Ordinal);

        await node.Client.ApplyAsync(
            "{ kind: Provider, name: mine, spec: { dialect: openai_chat, base_url: 'http://127.0.0.1:9/v1', "
            + "models: [{ name: tiny }] } }");

        Assert.Equal("mine", Assert.Single(node.Snapshots.Current!.Providers).Name);
    }

    [Fact]
    public async Task A_first_key_given_by_the_environment_is_used_and_not_shown()
    {
        var key = Godwit.Policy.Access.ApiKeyFormat.Create(new byte[32]);
        await using var node = await ControlNode.StartAsync(
            data.Path, environment: new Dictionary<string, string> { ["GODWIT_API_KEY"] = key });

        Assert.Null(node.FirstStart.Take());
        Assert.Equal(key[..8], Assert.Single((await node.Client.ListKeysAsync()).Items).Hint);
    }

    private static string CopyCatalog(TestFolder overlay)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Godwit.slnx")))
            root = root.Parent!;
        var providers = Directory.CreateDirectory(overlay.File("providers"));
        File.Copy(
            Path.Combine(root.FullName, "catalog", "providers", "openai.yaml"),
            Path.Combine(providers.FullName, "openai.yaml"));
        return overlay.Path;
    }
}
