using System.Text.Json.Nodes;
using Xunit;

namespace Godwit.Host.Tests.Cli;

/// <summary>Evidence of the demo's own traffic, by the commands that an operator uses.</summary>
public sealed class EvidenceCommandTests : IAsyncLifetime
{
    private const string Policy =
        """
        kind: TerritoryPolicy
        name: qwen-leaves
        spec: { scope: { providers: [alibaba-qwen] }, serves: { exclude: [CN] } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("godwit-evidence-").FullName;
    private ServingGodwit serving = null!;

    public async ValueTask InitializeAsync()
    {
        serving = await ServingGodwit.StartAsync("demo");
        // The demo sends its first requests by itself; records follow them into the store.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await RunJsonAsync("usage", "--organization", "lantern-learning"))["rows"]!.AsArray()
            .Sum(row => row!["requests"]!.GetValue<long>()) < 10)
            limit.Token.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await serving.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Impact_replay_export_and_verification_work_on_recorded_traffic()
    {
        var file = Path.Combine(folder, "policy.yaml");
        await File.WriteAllTextAsync(file, Policy);
        var impact = await RunJsonAsync("territory", "impact", "-f", file);
        var touched = impact["organizations"]!.AsArray();
        Assert.Contains(touched, o => o!["organization"]!.GetValue<string>() == "lantern-learning");
        Assert.All(touched, o => Assert.NotEmpty(o!["uses"]![0]!["alternatives"]!.AsArray()));

        var replay = await RunJsonAsync("evidence", "replay", "--from", "1d");
        Assert.Empty(replay["disagreements"]!.AsArray());
        Assert.True(replay["agreed"]!.GetValue<long>() >= 10);

        var bundle = Path.Combine(folder, "bundle.zip");
        var key = (await RunJsonAsync("evidence", "key"))["fingerprint"]!.GetValue<string>();
        await RunJsonAsync(
            "evidence", "export", "--organization", "lantern-learning", "--from", "1d", "-o", bundle);
        var found = await CommandLine.RunAsync("evidence", "verify", bundle, "--fingerprint", key, "--output", "json");
        Assert.True(found.Code == 0, found.Error);
        var datasets = JsonNode.Parse(found.Output)!["manifest"]!["files"]!.AsArray()
            .Single(file => file!["name"]!.GetValue<string>() == "datasets.jsonl");
        Assert.Equal(1, datasets!["lines"]!.GetValue<long>());

        var bytes = await File.ReadAllBytesAsync(bundle);
        bytes[bytes.Length / 3] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes);
        var tampered = await CommandLine.RunAsync("evidence", "verify", bundle);
        Assert.Equal(1, tampered.Code);
        Assert.Contains(".jsonl line ", tampered.Error, StringComparison.Ordinal);
    }

    private async Task<JsonNode> RunJsonAsync(params string[] args)
    {
        var (code, output, error) = await CommandLine.RunAsync([.. args, "--data", serving.Data, "--output", "json"]);
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!;
    }
}
