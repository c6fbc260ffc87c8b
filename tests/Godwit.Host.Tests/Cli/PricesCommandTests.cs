using System.Text.Json.Nodes;
using Godwit.Control.Resources.Reading;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Host.Tests.Cli;

/// <summary>The verbs of prices: what is in force, what a public list says otherwise, and taking it over.</summary>
public sealed class PricesCommandTests : IAsyncLifetime
{
    private const string Resources =
        """
        kind: Provider
        name: local
        spec:
          dialect: openai_chat
          base_url: http://127.0.0.1:9/v1
          models: [{ name: tiny }, { name: big, provider_model: big-2026 }, { name: unlisted }]
        ---
        kind: PriceOverride
        name: tiny
        spec: { provider: local, model: tiny, valid_from: 2026-01-01, currency: USD, input_per_million: 0.15, output_per_million: 0.7 }

        """;

    private const string List =
        """
        {
          "tiny": { "litellm_provider": "maker", "input_cost_per_token": 1.5e-07, "output_cost_per_token": 6e-07 },
          "big-2026": { "litellm_provider": "maker", "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
            "input_cost_per_token_above_200k_tokens": 6e-06, "output_cost_per_token_flex": 1e-06 },
          "odd name": { "litellm_provider": "maker", "input_cost_per_token": 1e-06 }
        }
        """;

    private ServingGodwit? serving;

    public async ValueTask InitializeAsync()
    {
        serving = await ServingGodwit.StartAsync("serve");
        await File.WriteAllTextAsync(PathOf("resources.yaml"), Resources);
        await File.WriteAllTextAsync(PathOf("list.json"), List);
        Assert.Equal(0, (await VerbAsync("apply", "-f", PathOf("resources.yaml"))).Code);
    }

    public ValueTask DisposeAsync() => serving!.DisposeAsync();

    [Fact]
    public async Task Prices_in_force_are_shown_with_where_they_are_written()
    {
        var (code, output, error) = await VerbAsync("prices", "show", "--provider", "local");

        Assert.True(code == 0, error);
        Assert.Contains("PriceOverride/tiny@2026-01-01#", output, StringComparison.Ordinal);
        Assert.Contains("not known", output, StringComparison.Ordinal);
        var before = JsonNode.Parse(
            (await VerbAsync("prices", "show", "--model", "tiny", "--at", "2025-12-31T00:00:00Z", "-o",
                "json")).Output)!;
        Assert.Null(before["prices"]![0]!["version"]);
    }

    [Fact]
    public async Task A_list_is_compared_with_what_is_in_force_figure_by_figure()
    {
        var (code, output, error) = await VerbAsync(
            "prices", "diff", "--from", PathOf("list.json"), "--as", "maker=local", "--provider", "local", "-o",
                "json");

        Assert.True(code == 0, error);
        var data = JsonNode.Parse(output)!;
        Assert.Equal(
            ["big price:  -> 3 / 15 USD", "tiny output_per_million: 0.7 -> 0.6"],
            data["differences"]!.AsArray().Select(d =>
                $"{d!["model"]} {d["figure"]}: {d["in_force"]} -> {d["listed"]}"));
        Assert.Equal(1, data["not_listed"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_import_prints_can_be_applied_and_then_differs_no_more()
    {
        var (code, output, error) = await CommandLine.RunAsync(
            "prices", "import", PathOf("list.json"), "--format", "litellm", "--as", "maker=local", "--model", "tin*",
            "--valid-from", "2026-05-01");
        await File.WriteAllTextAsync(PathOf("prices.yaml"), output);

        Assert.True(code == 0, error);
        Assert.StartsWith(
            "kind: PriceOverride\nname: local/tiny@2026-05-01\nspec:\n  provider: local\n", output,
                StringComparison.Ordinal);
        var applied = await VerbAsync("apply", "-f", PathOf("prices.yaml"));
        Assert.True(applied.Code == 0, applied.Error);
        var diff = await VerbAsync(
            "prices", "diff", "--from", PathOf("list.json"), "--as", "maker=local", "--model", "tiny", "-o", "json");
        Assert.Empty(JsonNode.Parse(diff.Output)!["differences"]!.AsArray());
    }

    [Fact]
    public async Task Import_says_what_it_leaves_out_and_gives_each_resource_a_legal_name()
    {
        var (code, output, error) = await CommandLine.RunAsync("prices", "import", PathOf("list.json"));
        var errors = new List<ConfigurationError>();
        var documents = ResourceReader.ReadText(output, "", errors);

        Assert.Equal(0, code);
        Assert.Empty(errors);
        Assert.Equal(3, documents.Count);
        Assert.All(documents, d => Assert.True(Names.IsLegal(d.Name), d.Name));
        Assert.Contains("maker/big-2026: not taken over: output_cost_per_token_flex", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"m\":{\"input_cost_per_token\":\"1\"}}", "m.input_cost_per_token: a number is expected")]
    [InlineData("nonsense", "is no such list")]
    [InlineData("{}", "the list has no such price")]
    public async Task A_list_that_is_wrong_is_refused_whole(string text, string expected)
    {
        await File.WriteAllTextAsync(PathOf("wrong.json"), text);

        var (code, output, error) = await CommandLine.RunAsync("prices", "import", PathOf("wrong.json"));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_option_is_wrong_usage()
    {
        Assert.Equal(2, (await CommandLine.RunAsync("prices", "import", PathOf("list.json"), "--as", "x")).Code);
        Assert.Equal(2, (await CommandLine.RunAsync("prices", "import", PathOf("list.json"), "--valid-from",
            "May")).Code);
        Assert.Equal(2, (await CommandLine.RunAsync("prices", "import", PathOf("list.json"), "--format", "csv")).Code);
    }

    private string PathOf(string file) => Path.Combine(serving!.Data, file);

    private Task<(int Code, string Output, string Error)> VerbAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--data", serving!.Data]);
}
