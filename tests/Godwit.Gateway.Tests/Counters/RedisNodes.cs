using Godwit.Gateway.Counters;
using Godwit.Gateway.Counters.Redis;
using Godwit.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>Nodes of one installation at a Redis, each with a name of its own that it keeps.</summary>
internal sealed class RedisNodes(string address) : IAsyncDisposable
{
    private readonly string prefix = $"test-{Guid.NewGuid():n}"[..20];
    private readonly TemporaryFolder folder = new();
    private readonly List<RedisCeilings> started = [];

    /// <summary>How long a server that forgot grants nothing.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.Zero;

    /// <summary>How long after its last word a node is there.</summary>
    public TimeSpan AliveFor { get; init; } = TimeSpan.FromSeconds(10);

    public string? Password { get; init; }

    public string? Authority { get; init; }

    /// <summary>How often a node says that it is there.</summary>
    public TimeSpan BeatEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an answer is waited for: longer than a busy machine takes.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Starts a node, and returns when it has reached the server.</summary>
    public async Task<RedisCeilings> StartAsync(int number)
    {
        var node = await StartAloneAsync(number);
        await Eventually.ReadAsync(() => Task.FromResult(node.Failure), failure => failure is null);
        return node;
    }

    /// <summary>Starts a node, whether the server is there or not.</summary>
    public async Task<RedisCeilings> StartAloneAsync(int number)
    {
        var node = new RedisCeilings(
            new CounterOptions
            {
                Redis = address, Prefix = prefix, NodeFile = folder.Combine($"node-{number}"), Grace = Grace,
                AliveFor = AliveFor, BeatEvery = BeatEvery, TryEvery = TimeSpan.FromMilliseconds(20),
                AnswerWithin = AnswerWithin, Password = Password, AuthorityFile = Authority,
            },
            TimeProvider.System, NullLogger<RedisCeilings>.Instance);
        started.Add(node);
        await node.StartAsync(CancellationToken.None);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in started)
            await node.DisposeAsync();
        folder.Dispose();
    }
}
