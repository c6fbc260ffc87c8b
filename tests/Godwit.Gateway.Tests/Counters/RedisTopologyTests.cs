using System.Globalization;
using Godwit.Gateway.Counters;
using Godwit.TestSupport;
using StackExchange.Redis;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>Ceilings at more than one server: a cluster's rules for keys, and a replica that takes over.</summary>
public sealed class RedisTopologyTests
{
    private static readonly AccountShape Shape = new(1, TimeSpan.FromHours(1), Vanishes: false);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cluster_runs_the_scripts_for_accounts_of_any_slot()
    {
        RedisServer.Require();
        await using var server = new RedisServer("--cluster-enabled", "yes");
        await server.StartAsync();
        await CommandAsync(server, "CLUSTER", "ADDSLOTSRANGE", "0", "16383");
        await SaysAsync(server, "state:ok", "CLUSTER", "INFO");
        await using var nodes = new RedisNodes(server.Address);
        var (a, b) = (await nodes.StartAsync(0), await nodes.StartAsync(1));

        for (var i = 0; i < 64; i++)
        {
            Assert.True(await a.Open($"account {i}", Shape).HoldAsync(1, 60, Cancellation));
            var answer = await b.Open($"account {i}", Shape).RaiseAsync(1, 100, 0, 41, Cancellation);
            Assert.Equal(new CeilingAnswer(0, 40, 2), answer);
        }

        Assert.Null(a.Failure);
    }

    [Fact]
    public async Task A_replica_that_takes_over_is_told_what_nodes_hold()
    {
        RedisServer.Require();
        await using var first = new RedisServer("--repl-diskless-sync-delay", "0");
        await first.StartAsync();
        await using var second = new RedisServer(
            "--replicaof", "127.0.0.1", first.Port.ToString(CultureInfo.InvariantCulture));
        await second.StartAsync();
        await SaysAsync(second, "master_link_status:up", "INFO", "replication");
        await using var nodes = new RedisNodes($"{first.Address},{second.Address}")
        {
            Grace = TimeSpan.FromSeconds(1), AnswerWithin = TimeSpan.FromSeconds(1),
        };
        var node = await nodes.StartAsync(0);
        var ceiling = node.Open("a", Shape);
        var granted = await Eventually.ReadAsync(
            async () => await ceiling.RaiseAsync(1, 100, 0, 60, Cancellation), answer => answer.Ceiling >= 60);

        await first.KillAsync();
        await CommandAsync(second, "REPLICAOF", "NO", "ONE");
        await Eventually.ReadAsync(() => Task.FromResult(node.Generation), generation => generation > 0);
        Assert.True(await ceiling.HoldAsync(1, 60, Cancellation));
        var after = await Eventually.ReadAsync(
            async () => await ceiling.RaiseAsync(1, 100, 60, 41, Cancellation), answer => !answer.Lost);

        Assert.Equal(60, granted.Ceiling);
        Assert.Equal((60, 40), (after.Ceiling, after.Left));
    }

    private static Task<string> SaysAsync(RedisServer server, string word, string command, string argument) =>
        Eventually.ReadAsync(
            async () => (string?)await CommandAsync(server, command, argument) ?? "",
            text => text.Contains(word, StringComparison.Ordinal));

    private static async Task<RedisResult> CommandAsync(RedisServer server, string command, params object[] arguments)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{server.Address},allowAdmin=true");
        return await connection.GetServers()[0].ExecuteAsync(command, arguments);
    }
}
