using System.Text.Json.Nodes;
using Xunit;

namespace Godwit.Host.Tests.Cli;

/// <summary>Without a server, under the demo's own policies.</summary>
public sealed class TerritoryExplainTests
{
    [Theory]
    [InlineData("2024-07-08T23:59:59Z", "served", "policy_not_effective")]
    [InlineData("2024-07-09T00:00:00Z", "refused", "territory_not_served")]
    public async Task A_caller_in_China_is_served_by_openai_until_the_last_second(
        string at, string verdict, string reason)
    {
        var provider = (await ExplainAsync("111.13.101.208", "openai", at))["providers"]![0]!;

        Assert.Equal("openai", provider["provider"]!.GetValue<string>());
        Assert.Equal(verdict, provider["verdict"]!.GetValue<string>());
        Assert.Equal(reason, provider["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_caller_in_the_United_States_is_served_on_both_sides_of_the_instant()
    {
        var provider = (await ExplainAsync("128.101.101.101", "openai", "2024-07-09T00:00:00Z"))["providers"]![0]!;

        Assert.Equal("served", provider["verdict"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_answer_names_the_evidence_and_whom_to_credit_for_it()
    {
        var answer = await ExplainAsync("111.13.101.208", "openai", "2024-07-09T00:00:00Z");

        Assert.Equal("CN", answer["territory"]!.GetValue<string>());
        Assert.NotEmpty(answer["sources"]!.AsArray());
        Assert.NotEmpty(answer["attribution"]!.AsArray());
    }

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("10.1.0.1", false)]
    public async Task What_the_edge_says_counts_from_its_own_ranges_only(string peer, bool believed)
    {
        var (code, output, error) = await CommandLine.RunAsync(
            "territory", "explain", "--address", peer, "--forwarded", "128.101.101.101", "--edge", "CN",
            "--client-address", "x-forwarded-for", "--trusted-proxy", "10.0.0.0/8", "--edge-header", "CF-IPCountry",
            "--edge-range", "10.0.0.0/16", "--config", DemoConfig.Folder, "--output", "json");
        Assert.True(code == 0, error);
        var answer = JsonNode.Parse(output)!;

        Assert.Equal("US", answer["territory"]!.GetValue<string>());
        Assert.Equal(believed, answer["disputed"]!.GetValue<bool>());
        Assert.Equal(believed, answer["edge"]!["believed"]!.GetValue<bool>());
        Assert.Equal(
            believed, answer["sources"]!.AsArray().Any(s => s!["source"]!.GetValue<string>() == "cf-ipcountry"));
    }

    [Fact]
    public async Task A_resellers_end_user_is_decided_about_too()
    {
        var (code, output, error) = await CommandLine.RunAsync(
            "territory", "explain", "--address", "128.101.101.101", "--end-user", "111.13.101.208", "--provider",
            "openai", "--at", "2024-07-09T00:00:00Z", "--config", DemoConfig.Folder, "--output", "json");
        Assert.True(code == 0, error);
        var answer = JsonNode.Parse(output)!;

        Assert.Equal("CN", answer["end_user"]!["territory"]!.GetValue<string>());
        Assert.Equal("refused", answer["providers"]![0]!["verdict"]!.GetValue<string>());
        Assert.True(answer["providers"]![0]!["of_end_user"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_text_that_is_no_address_is_wrong_usage()
    {
        var (code, _, error) = await CommandLine.RunAsync(
            "territory", "explain", "--address", "111.13.101.0208", "--config", DemoConfig.Folder);

        Assert.Equal(2, code);
        Assert.Contains("111.13.101.0208", error, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> ExplainAsync(string address, string provider, string at)
    {
        var (code, output, error) = await CommandLine.RunAsync(
            "territory", "explain", "--address", address, "--provider", provider, "--at", at, "--config",
                DemoConfig.Folder, "--output", "json");
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!;
    }
}
