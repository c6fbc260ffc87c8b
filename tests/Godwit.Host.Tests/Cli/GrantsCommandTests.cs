using System.Text.Json.Nodes;
using Xunit;

namespace Godwit.Host.Tests.Cli;

/// <summary>The verbs of grants, against a Godwit that runs.</summary>
public sealed class GrantsCommandTests : IAsyncLifetime
{
    private const string Resources =
        """
        kind: Provider
        name: qwen
        spec: { catalog: alibaba-qwen, simulated: true }
        ---
        kind: Grant
        name: promised
        spec:
          provider: qwen
          models: [qwen-plus]
          unit: tokens
          amount: 22000000
          from: 2026-01-01T00:00:00Z
          until: 2099-01-01T00:00:00Z
          offer: openai-move-2024
          conditions: movers
        ---
        kind: Grant
        name: credit
        spec: { provider: qwen, unit: money, currency: CNY, amount: 12.5, from: 2026-01-01T00:00:00Z, renews: monthly }
        """;

    private ServingGodwit? serving;

    public async ValueTask InitializeAsync()
    {
        serving = await ServingGodwit.StartAsync("serve");
        await File.WriteAllTextAsync(PathOf("resources.yaml"), Resources);
        Assert.Equal(0, (await VerbAsync("apply", "-f", PathOf("resources.yaml"))).Code);
    }

    public ValueTask DisposeAsync() => serving!.DisposeAsync();

    [Fact]
    public async Task Status_tells_what_is_left_and_how_it_will_end()
    {
        var (code, output, error) = await VerbAsync("grants", "status");

        Assert.True(code == 0, error);
        Assert.Contains("22,000,000", output, StringComparison.Ordinal);
        Assert.Contains("CNY a month", output, StringComparison.Ordinal);
        Assert.Contains("expires at 2099-01-01T00:00:00Z with 22,000,000 unused", output, StringComparison.Ordinal);
        var data = JsonNode.Parse((await VerbAsync("grants", "status", "-o", "json")).Output)!;
        Assert.Equal(["credit", "promised"], data["grants"]!.AsArray().Select(g => (string)g!["name"]!).Order());
    }

    [Fact]
    public async Task List_tells_the_terms()
    {
        var (code, output, error) = await VerbAsync("grants", "list", "--provider", "qwen");

        Assert.True(code == 0, error);
        Assert.Contains("openai-move-2024", output, StringComparison.Ordinal);
        Assert.Contains("promised: movers", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_is_a_row_of_the_ledger()
    {
        var (code, output, error) = await VerbAsync(
            "grants", "correct", "promised", "--balance", "20999999", "--reason", "their page");
        Assert.True(code == 0, error);
        Assert.Contains("20,999,999 tokens", output, StringComparison.Ordinal);

        var entries = JsonNode.Parse((await VerbAsync("grants", "entries", "promised", "-o", "json")).Output)!;

        Assert.Equal(
            ["corrected available corrected 1000001", "granted provider available 22000000"],
            entries["items"]!.AsArray().Select(e => $"{e!["kind"]} {e["from"]} {e["to"]} {e["amount"]}"));
        Assert.EndsWith("their page", (string)entries["items"]![0]!["note"]!, StringComparison.Ordinal);
        Assert.Equal(0, (await VerbAsync("grants", "entries", "promised", "--limit", "1")).Code);
    }

    [Fact]
    public async Task What_is_wrong_is_said()
    {
        Assert.NotEqual(0, (await VerbAsync("grants", "correct", "promised", "--balance", "1")).Code);
        var (code, _, error) = await VerbAsync("grants", "correct", "nobody", "--balance", "1", "--reason", "r");
        Assert.NotEqual(0, code);
        Assert.Contains("Grant 'nobody'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offers_are_those_of_the_catalog_with_source_and_dates()
    {
        var (code, output, error) = await VerbAsync("grants", "offers", "--provider", "qwen", "-o", "json");

        Assert.True(code == 0, error);
        var offers = JsonNode.Parse(output)!["items"]!.AsArray();
        Assert.All(offers, offer => Assert.Equal("alibaba-qwen", (string)offer!["catalog"]!));
        var move = Assert.Single(offers, offer => (string)offer!["name"]! == "openai-move-2024")!;
        Assert.Equal("promised", (string)move["grants"]![0]!);
        var all = (await VerbAsync("grants", "offers")).Output;
        Assert.Contains("zhipu-glm", all, StringComparison.Ordinal);
        Assert.Contains("2024-06-25 to", all, StringComparison.Ordinal);
    }

    private string PathOf(string file) => Path.Combine(serving!.Data, file);

    private Task<(int Code, string Output, string Error)> VerbAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--data", serving!.Data]);
}
