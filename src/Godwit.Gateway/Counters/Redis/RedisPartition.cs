using StackExchange.Redis;

namespace Godwit.Gateway.Counters.Redis;

/// <summary>What is known of one partition: whether its server answers, its epoch, and who is there.</summary>
internal sealed class RedisPartition(
    RedisLink link, CounterOptions options, TimeProvider time, string process, int number, Action renewed)
{
    private const string Twin = "another process serves with a copy of this data folder: remove its file 'node' in one";

    // A process that was silent for so long is not listed any more.
    private static readonly TimeSpan Silence = TimeSpan.FromDays(1);

    private readonly RedisValue grace = Milliseconds(options.Grace);
    private readonly RedisValue within = Milliseconds(options.AliveFor);
    private readonly long began = time.GetTimestamp();
    private RedisKey[]? ownKeys;
    private volatile bool hasTwin;
    private volatile string? error = "not reached yet";
    private volatile int nodes = 1;
    private string? epoch;

    // An account that is none: what is said of a process needs no key of one.
    private RedisKey[] OwnKeys => ownKeys ??= Keys($"{Tag}:-");

    public string Tag { get; } = RedisKeys.Tag(options.Prefix, number);

    /// <summary>Why nobody may ask; null when all is well.</summary>
    public string? Error => error ?? (hasTwin ? Twin : null);

    /// <summary>It does not answer.</summary>
    public bool IsAway => error is not null;

    /// <summary>Nodes that were heard lately.</summary>
    public int Nodes => nodes;

    /// <summary>Keys of a script, as the scripts expect them.</summary>
    public RedisKey[] Keys(string account) => [$"{Tag}:epoch", $"{Tag}:nodes", account];

    /// <summary>Begins the values of a script.</summary>
    public RedisValue[] Values(int count)
    {
        var values = new RedisValue[count];
        values[0] = process;
        values[1] = grace;
        values[2] = within;
        return values;
    }

    /// <summary>Runs a script; null when the server is away.</summary>
    /// <remarks>
    /// After a failure nobody asks but <see cref="BeatAsync"/>, until it is answered: a request must not wait for what
    /// another one has just waited for in vain.
    /// </remarks>
    public ValueTask<RedisResult[]?> AskAsync(
        string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellation) =>
        error is null && !hasTwin ? RunAsync(script, keys, values, cancellation) : new((RedisResult[]?)null);

    /// <summary>Says that this node is there, and learns who else is.</summary>
    public async Task BeatAsync(CancellationToken cancellation)
    {
        var values = Values(4);
        values[3] = Milliseconds(Silence);
        if (await RunAsync(RedisScript.Beat, OwnKeys, values, cancellation) is not { } answer)
            return;
        Hear((int)answer[0], (string?)answer[1]);
        // Who went by this name before is heard no more by then: a data folder is one process's at a time.
        hasTwin = (int)answer[2] == 1 && time.GetElapsedTime(began) > 2 * options.AliveFor;
    }

    /// <summary>Says that this process ends.</summary>
    public async Task LeaveAsync()
    {
        if (!IsAway)
            await RunAsync(RedisScript.Leave, OwnKeys, Values(3), CancellationToken.None);
    }

    /// <summary>Takes what every answer tells.</summary>
    public void Hear(int count, string? current)
    {
        nodes = Math.Max(count, 1);
        var before = Interlocked.Exchange(ref epoch, current);
        if (before is not null && before != current)
            renewed();
    }

    public static RedisValue Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    private async ValueTask<RedisResult[]?> RunAsync(
        string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellation)
    {
        try
        {
            var answer = await link.RunAsync(script, keys, values, cancellation);
            error = null;
            return answer;
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            error = e.Message;
            return null;
        }
    }
}
