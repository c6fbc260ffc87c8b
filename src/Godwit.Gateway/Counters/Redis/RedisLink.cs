using StackExchange.Redis;

namespace Godwit.Gateway.Counters.Redis;

/// <summary>The one connection to the server, or to the servers of a cluster.</summary>
internal sealed class RedisLink(CounterOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly ConfigurationOptions configuration = CounterServer.TryRead(options, out var error)
        ?? throw new InvalidOperationException($"The server of counters {error}");

    private volatile ConnectionMultiplexer? connection;

    /// <summary>Connects, once; what is lost later is connected again by itself.</summary>
    public async Task ConnectAsync()
    {
        try
        {
            connection ??= await ConnectionMultiplexer.ConnectAsync(configuration);
        }
        catch (RedisException)
        {
            // Whoever asks is told that nobody is there; it is tried again.
        }
    }

    /// <summary>Runs a script.</summary>
    /// <exception cref="RedisException">The server is away, or refuses.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task<RedisResult[]> RunAsync(
        string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellation)
    {
        // The library's own time limit is looked at once a second.
        var answer = await Database().ScriptEvaluateAsync(script, keys, values)
            .WaitAsync(options.AnswerWithin, time, cancellation);
        return (RedisResult[]?)answer ?? [];
    }

    /// <summary>Keeps a key for longer.</summary>
    public async Task KeepAsync(RedisKey key, TimeSpan kept) =>
        await Database().KeyExpireAsync(key, kept).WaitAsync(options.AnswerWithin, time);

    public async ValueTask DisposeAsync()
    {
        if (connection is { } open)
            await open.DisposeAsync();
    }

    private IDatabase Database() => connection?.GetDatabase() ?? throw new RedisException("not connected yet");
}
