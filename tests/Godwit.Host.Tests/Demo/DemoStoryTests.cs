using Godwit.Gateway.Geolocation;
using Godwit.Host.Demo;
using Godwit.Host.Local;
using Godwit.Policy.Catalog;
using Godwit.Policy.Snapshot;
using Xunit;

namespace Godwit.Host.Tests.Demo;

public sealed class DemoStoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Its_resources_are_valid()
    {
        Assert.Empty(LocalConfiguration.OfDemo(Start, null).Errors);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", Dialect.OpenAIChat, Dialect.AnthropicMessages)]
    [InlineData("claude-sonnet-4-5", Dialect.AnthropicMessages, Dialect.AnthropicMessages)]
    [InlineData("gemini-2.5-flash", Dialect.GeminiGenerateContent, Dialect.GeminiGenerateContent)]
    [InlineData("gemini-2.5-flash", Dialect.OpenAIResponses, Dialect.GeminiGenerateContent)]
    [InlineData("gemini-2.5-flash", Dialect.AnthropicMessages, Dialect.GeminiGenerateContent)]
    [InlineData("gpt-4o", Dialect.OpenAIResponses, Dialect.OpenAIResponses)]
    public void Its_first_targets_speak_their_own_dialects(string route, Dialect client, Dialect provider)
    {
        var configuration = LocalConfiguration.OfDemo(Start, null);
        var snapshot = SnapshotCompiler.Compile(
            configuration.Set, configuration.Catalog, _ => null, 1, "test", Start);

        Assert.True(snapshot.Routes.TryFind(route, out var rules));
        Assert.Equal(provider, rules!.Targets[0].DoorFor(Operation.Chat, client)!.Dialect);
    }

    [Fact]
    public void Its_second_cut_off_is_two_weeks_ahead()
    {
        var policies = LocalConfiguration.OfDemo(Start, null).Set.TerritoryPolicies;

        var ahead = Assert.Single(policies, policy => policy.Name == "google-gemini-cut-off-ahead");
        Assert.Equal(new DateTimeOffset(2026, 1, 19, 0, 0, 0, TimeSpan.Zero), ahead.Spec.Effective!.From);
    }

    [Fact]
    public void Its_callers_are_where_they_are_said_to_be()
    {
        var locator = AddressLocator.LoadEmbedded(Start);

        Assert.All(DemoCaller.All, caller =>
            Assert.Equal(caller.Territory, locator.Locate(caller.Address).Territory.ToString()));
        Assert.True(DemoCaller.All.Select(caller => caller.Territory).Distinct().Count() >= 12);
    }

    [Fact]
    public void Its_traffic_asks_only_for_routes_and_projects_that_exist()
    {
        var set = LocalConfiguration.OfDemo(Start, null).Set;
        var random = new Random(1);
        var drawn = Enumerable.Range(0, 500).Select(_ => DemoRequest.Draw(random)).ToList();

        Assert.Subset(set.Routes.Select(route => route.Name)
            .ToHashSet(), drawn.Select(d => d.Body["model"]!.GetValue<string>()).ToHashSet());
        Assert.Subset(
            set.Projects.Select(project => project.Name).ToHashSet(), drawn.Select(d => d.Project).ToHashSet());
        Assert.Contains(drawn, request => request.Body["stream"] is not null);
    }

    [Fact]
    public void The_same_seed_draws_the_same_traffic()
    {
        var (first, second) = (new Random(7), new Random(7));

        Assert.All(
            Enumerable.Range(0, 50),
            _ => Assert.Equal(
                DemoRequest.Draw(first).Body.ToJsonString(), DemoRequest.Draw(second).Body.ToJsonString()));
    }
}
