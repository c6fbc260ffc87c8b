using System.Text.Json.Nodes;
using Xunit;

namespace Godwit.Host.Tests.Cli;

/// <summary>The verbs of notices against a Godwit that serves, with traffic of nobody.</summary>
public sealed class NoticesCommandTests : IAsyncLifetime
{
    private const string Resources =
        """
        kind: NoticePlan
        name: plan
        spec:
          sender: { from: notices@gateway.example }
          contest: https://gateway.example/contest
        ---
        kind: TerritoryPolicy
        name: cut-off
        spec:
          scope: {}
          serves: { exclude: [CN] }
          effective: { from: 2099-07-09T00:00:00Z }
          notices: { plan: plan }

        """;

    private ServingGodwit? serving;

    public async ValueTask InitializeAsync()
    {
        serving = await ServingGodwit.StartAsync("serve");
        var file = Path.Combine(serving.Data, "notices.yaml");
        await File.WriteAllTextAsync(file, Resources);
        Assert.Equal(0, (await VerbAsync("apply", "-f", file)).Code);
    }

    public ValueTask DisposeAsync() => serving!.DisposeAsync();

    [Fact]
    public async Task A_preview_says_which_stage_is_next_and_when_it_is_due()
    {
        var (code, output, error) = await VerbAsync("notices", "preview", "cut-off");

        Assert.True(code == 0, error);
        Assert.Contains("stage T-14 is due 2099-06-25T00:00:00Z", output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await VerbAsync("notices", "preview", "cut-off", "--html", "none.html")).Code);
    }

    [Fact]
    public async Task Without_yes_nothing_is_sent()
    {
        var (code, output, _) = await VerbAsync("notices", "send", "cut-off");
        var status = JsonNode.Parse((await VerbAsync("notices", "status", "-o", "json")).Output)!;

        Assert.Equal(0, code);
        Assert.Contains("Nothing was sent", output, StringComparison.Ordinal);
        Assert.Null(status["policies"]![0]!["stages"]![0]!["composed_at"]);
        Assert.Contains("--smtp-host", status["mail_obstacle"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_or_stage_that_is_not_there_is_said()
    {
        var stage = await VerbAsync("notices", "send", "cut-off", "--stage", "T-3", "--yes");

        Assert.Contains("T-14, T-7, T-1, T-0, T+1", stage.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, (await VerbAsync("notices", "preview", "other")).Code);
    }

    private Task<(int Code, string Output, string Error)> VerbAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--data", serving!.Data]);
}
