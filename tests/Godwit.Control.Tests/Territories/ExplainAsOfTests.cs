using Godwit.Control.Tests.Evidence;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Territories;

/// <summary>A past instant is explained by the policies of then, as far as history goes back.</summary>
public sealed class ExplainAsOfTests
{
    [Fact]
    public async Task The_snapshot_handed_to_the_explainer_is_the_one_of_the_instant()
    {
        using var folder = new TestFolder();
        var explainer = new RememberingExplainer();
        await using var node = await ControlNode.StartAsync(
            folder.Path, configure: services => services.AddSingleton<ITerritoryExplainer>(explainer));
        await node.Client.ApplyAsync(EvidenceSamples.Configuration + "\n---\n" + EvidenceSamples.Policy());
        var between = DateTimeOffset.UtcNow;
        await node.Client.DeleteAsync("TerritoryPolicy", "cut");

        await ExplainAsync(node, between);
        Assert.Equal("cut@1", explainer.AsOf!.Providers.Single(p => p.Name == "maker").Territories.Single().Label);
        await ExplainAsync(node, DateTimeOffset.UtcNow);
        Assert.Empty(explainer.AsOf!.Providers.Single(p => p.Name == "maker").Territories);
        await ExplainAsync(node, DateTimeOffset.UtcNow.AddDays(1));
        Assert.Null(explainer.AsOf);
        await ExplainAsync(node, EvidenceSamples.Start.AddYears(-20));
        Assert.Null(explainer.AsOf);
    }

    private static Task<TerritoryExplanation> ExplainAsync(ControlNode node, DateTimeOffset at) =>
        node.Client.ExplainAsync(new TerritoryQuestion { Address = "192.0.2.1", At = at });

    /// <summary>Explains nothing, and remembers what it was to go by.</summary>
    private sealed class RememberingExplainer : ITerritoryExplainer
    {
        public GatewaySnapshot? AsOf { get; private set; }

        public TerritoryExplanation Explain(TerritoryQuestion question, GatewaySnapshot? asOf = null)
        {
            AsOf = asOf;
            return new TerritoryExplanation { At = question.At!.Value, PeerAddress = question.Address };
        }
    }
}
