using Godwit.Control.Api;
using Godwit.Control.Storage;
using Xunit;

namespace Godwit.Control.Tests.Files;

public sealed class ConfigurationFilesTests : IDisposable
{
    private readonly TestFolder data = new();
    private readonly TestFolder config = new();

    public void Dispose()
    {
        data.Dispose();
        config.Dispose();
    }

    [Fact]
    public async Task Files_are_applied_at_the_start_and_read_only_elsewhere()
    {
        Write("{ kind: Organization, name: acme, spec: {} }");
        await using var node = await StartAsync();

        Assert.Equal(ManagedBy.File, (await node.Client.GetAsync("Organization", "acme")).ManagedBy);
        const string Changed = "{ kind: Organization, name: acme, spec: { language: de } }";
        var e = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.ApplyAsync(Changed));
        Assert.Equal(409, e.Problem.Status);
        Assert.Equal(409, (await Assert.ThrowsAsync<AdminApiException>(
            () => node.Client.DeleteAsync("Organization", "acme"))).Problem.Status);
        await node.Client.ApplyAsync(Changed, takeOver: true);
        Assert.Equal(ManagedBy.Api, (await node.Client.GetAsync("Organization", "acme")).ManagedBy);
        Assert.Equal("acme", Assert.Single((await node.Client.DriftAsync()).Items).Name);
    }

    [Fact]
    public async Task A_file_that_changes_is_applied_again_and_what_left_it_is_deleted()
    {
        Write("{ kind: Organization, name: acme, spec: {} }\n---\n{ kind: Organization, name: gone, spec: {} }");
        await using var node = await StartAsync();
        Assert.Empty((await node.Client.DriftAsync()).Items);
        var revision = node.Snapshots.Current!.Revision;

        Write("{ kind: Organization, name: acme, spec: { language: de } }");

        await ControlNode.UntilAsync(() => node.Snapshots.Current!.Revision > revision);
        Assert.Equal(["acme", "default"], (await node.Client.ListAsync("Organization")).Items.Select(r => r.Name));
    }

    [Fact]
    public async Task A_bad_file_is_refused_as_a_whole_and_status_says_why()
    {
        Write("{ kind: Organization, name: acme, spec: {} }");
        await using var node = await StartAsync();
        var before = node.Snapshots.Current;

        Write(
            "{ kind: Organization, name: other, spec: {} }\n---\n"
            + "{ kind: Organization, name: acme, spec: { langage: de } }");

        NodeStatus status;
        do
        {
            status = await node.Client.StatusAsync();
        }
        while (status.Files.Errors.Count == 0);
        Assert.Contains("resources.yaml", status.Files.Errors[0], StringComparison.Ordinal);
        Assert.Contains("langage", status.Files.Errors[0], StringComparison.Ordinal);
        Assert.Same(before, node.Snapshots.Current);
        Assert.Equal(422, (await Assert.ThrowsAsync<AdminApiException>(() => node.Client.DriftAsync())).Problem.Status);
    }

    private void Write(string yaml) => File.WriteAllText(config.File("resources.yaml"), yaml);

    private Task<ControlNode> StartAsync() =>
        ControlNode.StartAsync(data.Path, new ControlOptions { DataFolder = "", ConfigPaths = [config.Path] });
}
