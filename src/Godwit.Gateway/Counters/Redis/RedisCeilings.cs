using System.Collections.Concurrent;
using System.Security.Cryptography;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Godwit.Gateway.Counters.Redis;

/// <summary>Ceilings of nodes that share a Redis, or a server that speaks as it does.</summary>
/// <remarks>
/// Each script is atomic and says absolute amounts, so that what is said twice, or was granted to a node that did not
/// hear of it, changes nothing. A server that lost its memory begins a new epoch: for a while it grants nothing, and
/// <see cref="Generation"/> tells nodes to say again what they hold.
/// </remarks>
internal sealed partial class RedisCeilings : ICeilings, ICounterStatus, IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<RedisCeiling, bool> vanishing = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly CounterOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly RedisLink link;
    private readonly RedisPartition[] partitions;
    private Task beating = Task.CompletedTask;
    private bool away;
    private bool disposed;
    private int generation;
    private int told;
    private long word;

    public RedisCeilings(CounterOptions options, TimeProvider time, ILogger<RedisCeilings> logger)
    {
        this.options = options;
        this.time = time;
        this.logger = logger;
        link = new RedisLink(options, time);
        Node = NodeName.Of(options.NodeFile);
        var process = $"{Node}~{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        partitions =
        [
            .. Enumerable.Range(0, RedisKeys.Partitions).Select(
                number => new RedisPartition(link, options, time, process, number, Renew)),
        ];
    }

    /// <summary>The name of this node.</summary>
    public string Node { get; }

    public int Generation => Volatile.Read(ref generation);

    public string Engine => "redis";

    public string? Failure =>
        partitions.Select(partition => partition.Error).FirstOrDefault(error => error is not null);

    public int Nodes => partitions.Max(partition => partition.Nodes);

    public ICeiling Open(string account, in AccountShape shape) =>
        new RedisCeiling(this, partitions[RedisKeys.PartitionOf(account)], account, shape);

    /// <summary>Begins to say that this node is there. Waits for the server, but not for one that is away.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        beating = Task.Run(() => BeatAsync(first, stopping.Token), CancellationToken.None);
        await Task.WhenAny(first.Task, Task.Delay(StartsWithin, time, cancellationToken));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await beating;
        await Task.WhenAll(partitions.Select(partition => partition.LeaveAsync()));
    }

    /// <summary>Says nothing more, as a process does that was killed.</summary>
    public void Abandon() => stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
            return;
        await StopAsync(CancellationToken.None);
        await link.DisposeAsync();
        stopping.Dispose();
    }

    /// <summary>The instant, as a timestamp.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Whether an instant lies so little back that others have hardly given anything back since.</summary>
    public bool IsRecent(long timestamp) => time.GetElapsedTime(timestamp) < options.RefusedFor;

    /// <summary>
    /// Numbers what is said. A connection that was given up for lost may be read after the one that took its place.
    /// </summary>
    public long NextWord() => Interlocked.Increment(ref word);

    /// <summary>Takes care that the server keeps what vanishes with this node alone.</summary>
    public void Keep(RedisCeiling ceiling, bool holds)
    {
        ceiling.SaidAt = time.GetTimestamp();
        if (holds)
            vanishing[ceiling] = true;
        else
            vanishing.TryRemove(ceiling, out _);
    }

    private async Task BeatAsync(TaskCompletionSource first, CancellationToken cancellation)
    {
        try
        {
            using var timer = new PeriodicTimer(options.TryEvery, time);
            var last = time.GetTimestamp();
            for (var due = true; ; due = time.GetElapsedTime(last) >= options.BeatEvery)
            {
                if (due)
                    last = time.GetTimestamp();
                await link.ConnectAsync();
                await Task.WhenAll(partitions.Where(partition => due || partition.IsAway)
                    .Select(partition => partition.BeatAsync(cancellation)));
                Tell();
                first.TrySetResult();
                if (due)
                    await KeepAsync();
                await timer.WaitForNextTickAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    private async Task KeepAsync()
    {
        foreach (var ceiling in vanishing.Keys)
        {
            if (time.GetElapsedTime(ceiling.SaidAt) < ceiling.KeptFor / 3)
                continue;
            try
            {
                await link.KeepAsync(ceiling.Key, ceiling.KeptFor);
                ceiling.SaidAt = time.GetTimestamp();
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // The beat finds it out too, and the next one tries again.
                return;
            }
        }
    }

    private void Tell()
    {
        var error = Failure;
        if (error is not null && !away)
            Log.Lost(logger, error);
        else if (error is null && away)
            Log.Found(logger);
        away = error is not null;
        if (Generation != told)
            Log.Renewed(logger);
        told = Generation;
    }

    private void Renew() => Interlocked.Increment(ref generation);

    private static partial class Log
    {
        [LoggerMessage(2401, LogLevel.Error,
            "The server of counters is away; limits hold on this node's part of them: {Error}")]
        public static partial void Lost(ILogger logger, string error);

        [LoggerMessage(2402, LogLevel.Warning, "The server of counters answers again.")]
        public static partial void Found(ILogger logger);

        [LoggerMessage(2403, LogLevel.Warning,
            "The server of counters may have forgotten; all nodes tell it again what they hold.")]
        public static partial void Renewed(ILogger logger);
    }
}
