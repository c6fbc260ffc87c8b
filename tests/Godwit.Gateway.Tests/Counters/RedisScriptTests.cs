using Godwit.Gateway.Counters.Redis;
using Godwit.TestSupport;
using StackExchange.Redis;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>What the scripts do that no caller can bring about by itself.</summary>
public sealed class RedisScriptTests
{
    private readonly string tag = $"{{script-{Guid.NewGuid():n}}}";

    [Fact]
    public async Task A_word_that_is_read_after_a_later_one_of_the_same_process_changes_nothing()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(RedisServer.Shared);
        var database = connection.GetDatabase();
        await RaiseAsync(database, "a~1", word: 7, held: 0, needed: 80);

        await HoldAsync(database, "a~1", word: 6, amount: 50);
        var late = await RaiseAsync(database, "a~1", word: 5, held: 10, needed: 5);
        var left = await RaiseAsync(database, "b~1", word: 1, held: 0, needed: 30);
        await HoldAsync(database, "a~2", word: 1, amount: 50);
        var then = await RaiseAsync(database, "b~1", word: 2, held: 0, needed: 50);

        Assert.Equal("-1", late[0]);
        Assert.Equal(("0", "20"), (left[0], left[2]));
        Assert.Equal(("1", "50"), (then[0], then[1]));
    }

    [Fact]
    public async Task What_was_written_by_another_server_is_not_believed()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(RedisServer.Shared);
        var database = connection.GetDatabase();
        await database.StringSetAsync($"{tag}:epoch", "old 1 0123456789abcdef");

        var first = await RaiseAsync(database, "a~1", word: 1, held: 20, needed: 5, grace: 60_000);
        var second = await RaiseAsync(database, "b~1", word: 1, held: 30, needed: 5, grace: 60_000);

        Assert.Equal("-1", first[0]);
        Assert.Equal(("-1", "30", "50"), (second[0], second[1], second[2]));
        Assert.NotEqual("old", first[4]);
        Assert.Equal(first[4], second[4]);
    }

    private Task<string[]> RaiseAsync(
        IDatabase database, string process, int word, long held, long needed, long grace = 0) =>
        RunAsync(
            database, RedisScript.Raise, process, grace, 60_000, word, 1, 100, held, needed, 1, 3_600_000, "0",
            0);

    private Task<string[]> HoldAsync(IDatabase database, string process, int word, long amount) =>
        RunAsync(database, RedisScript.Hold, process, 0, 60_000, word, 1, amount, 3_600_000, "0");

    private async Task<string[]> RunAsync(IDatabase database, string script, params RedisValue[] values)
    {
        RedisKey[] keys = [$"{tag}:epoch", $"{tag}:nodes", $"{tag}:a:x"];
        var answer = (RedisResult[])(await database.ScriptEvaluateAsync(script, keys, values))!;
        return [.. answer.Select(part => part.ToString())];
    }
}
