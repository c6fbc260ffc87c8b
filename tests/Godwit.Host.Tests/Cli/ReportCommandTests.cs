using System.Text.Json.Nodes;
using Xunit;

namespace Godwit.Host.Tests.Cli;

/// <summary>Reports and exports of the demo's own traffic, by the commands that an operator uses.</summary>
public sealed class ReportCommandTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("godwit-report-").FullName;
    private ServingGodwit serving = null!;

    public async ValueTask InitializeAsync()
    {
        serving = await ServingGodwit.StartAsync("demo");
        // The demo sends its first requests by itself; records follow them into the store.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await RunJsonAsync("report", "--by", ""))["total"]!["requests"]!.GetValue<long>() < 10)
            limit.Token.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await serving.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Reports_and_exports_are_of_the_same_requests()
    {
        var by = new[] { "report", "--by", "day,provider,territory", "--time-zone", "Asia/Shanghai" };
        var report = await RunJsonAsync([.. by, "--measures", "tokens,times"]);
        var table = await RunAsync(by);
        var fallbacks = await RunJsonAsync("report", "fallbacks", "--since", "1d");
        var caches = await RunJsonAsync("report", "caches");

        Assert.Equal("records", report["source"]!.GetValue<string>());
        Assert.True(report["total"]!["duration"]!["p95"]!.GetValue<decimal>() > 0);
        Assert.Contains("from hourly sums", table, StringComparison.Ordinal);
        Assert.True(fallbacks["requests"]!.GetValue<long>() >= 10);
        Assert.NotNull(caches["rows"]);

        var file = Path.Combine(folder, "requests.csv");
        var export = await RunJsonAsync("usage", "export", "--from", "1d", "-o", file);
        var lines = (await File.ReadAllTextAsync(file)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.True(export["requests"]!.GetValue<long>() >= lines.Length - 1);
        Assert.True(lines.Length > 10);
        Assert.Equal([file], Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("--focus")]
    [InlineData("--format=parquet")]
    public async Task A_file_that_ends_with_parquet_is_one(string option)
    {
        var file = Path.Combine(folder, "out.parquet");

        await RunJsonAsync("usage", "export", option, "--from", "1d", "--granularity", "day", "-o", file);

        var bytes = await File.ReadAllBytesAsync(file);
        Assert.Equal("PAR1"u8.ToArray(), bytes[..4]);
        Assert.Equal("PAR1"u8.ToArray(), bytes[^4..]);
    }

    [Fact]
    public async Task What_cannot_be_exported_leaves_no_file()
    {
        var file = Path.Combine(folder, "out.csv");

        var (code, _, error) = await CommandLine.RunAsync(
            "usage", "export", "--granularity", "year", "-o", file, "--data", serving.Data);

        Assert.Equal(1, code);
        Assert.Contains("granularity", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    private async Task<JsonNode> RunJsonAsync(params string[] args) =>
        JsonNode.Parse(await RunAsync([.. args, "--output", "json"]))!;

    private async Task<string> RunAsync(params string[] args)
    {
        var (code, output, error) = await CommandLine.RunAsync([.. args, "--data", serving.Data]);
        Assert.True(code == 0, error);
        return output;
    }
}
