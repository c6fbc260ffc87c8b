using System.Text.Json.Nodes;
using Xunit;

namespace Godwit.Host.Tests.Cli;

/// <summary>The example of a policy for contested regions, explained without a server.</summary>
public sealed class TerritoryExampleTests
{
    private const string InCrimea = "109.237.104.1";
    private const string InUnitedStates = "128.101.101.101";

    [Theory]
    [InlineData("2027-01-14T23:59:59Z", "served", "policy_not_effective", null)]
    [InlineData("2027-01-15T00:00:00Z", "served", "notice_phase", "2027-02-01T00:00:00+00:00")]
    [InlineData("2027-01-31T23:59:59Z", "served", "notice_phase", "2027-02-01T00:00:00+00:00")]
    [InlineData("2027-02-01T00:00:00Z", "refused", "territory_disputed", null)]
    public async Task An_address_in_Crimea_is_given_notice_and_then_refused(
        string at, string verdict, string reason, string? refusedFrom)
    {
        var provider = (await ExplainAsync("--address", InCrimea, "--at", at))["providers"]![0]!;
        Assert.Equal((verdict, reason), (Text(provider, "verdict"), Text(provider, "reason")));
        var considered = provider["considered"]!.AsArray();
        Assert.Equal(
            ["contested-regions@0", "contested-regions-accounts@0"], considered.Select(c => Text(c!, "policy")));
        Assert.Equal(refusedFrom, considered[0]!["refused_from"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("2027-02-01T00:00:00Z", "served", "exemption_applied", "General counsel")]
    [InlineData("2027-08-01T00:00:00Z", "refused", "account_territory_not_served", null)]
    public async Task An_account_counts_wherever_it_calls_from_once_its_exemption_ended(
        string at, string verdict, string reason, string? approver)
    {
        var answer = await ExplainAsync(
            "--address", InUnitedStates, "--at", at, "--organization", "harbour-clinic");
        var account = answer["providers"]![0]!["considered"]![1]!;
        Assert.Equal((verdict, reason), (Text(account, "verdict"), Text(account, "reason")));
        Assert.Equal(approver, account["exemption_approver"]?.GetValue<string>());
    }

    [Fact]
    public async Task People_see_every_policy_that_was_considered()
    {
        var (code, output, error) = await RunAsync("--address", InCrimea, "--at", "2027-01-20T00:00:00Z");
        Assert.True(code == 0, error);
        Assert.Contains("Every policy considered", output, StringComparison.Ordinal);
        Assert.Contains("contested-regions-accounts@0", output, StringComparison.Ordinal);
        Assert.Contains("contested-networks", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_way_of_access_that_does_not_exist_is_wrong_usage()
    {
        var (code, _, error) = await RunAsync("--address", InCrimea, "--surface", "telephone");
        Assert.Equal(2, code);
        Assert.Contains("api, chat_product, batch, files, realtime", error, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> ExplainAsync(params string[] args)
    {
        var (code, output, error) = await RunAsync([.. args, "--output", "json"]);
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!;
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Godwit.slnx")))
            folder = folder.Parent!;
        var example = Path.Combine(folder.FullName, "docs", "examples", "contested-regions.yaml");
        return CommandLine.RunAsync(["territory", "explain", .. args, "--config", example]);
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
