using System.Collections.Concurrent;

namespace Godwit.Simulator.Serving;

/// <summary>Lets in as many requests and tokens of each key as the simulated providers allow in a minute.</summary>
internal sealed class RateGate(TimeProvider time)
{
    private const int BytesPerToken = 4;

    private readonly ConcurrentDictionary<(string Provider, string Key), Buckets> _keys = new();

    /// <summary>Counts a request and notes for its headers what is left.</summary>
    /// <returns>How long to wait when the request is refused; null when it may come in.</returns>
    public TimeSpan? Admit(Exchange exchange, string key, int bytes)
    {
        SimulatedProvider provider = exchange.Provider;
        if (provider is { RequestsPerMinute: null, TokensPerMinute: null })
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        Buckets buckets = _keys.GetOrAdd((provider.Name, key), _ => new Buckets(
            provider.RequestsPerMinute is { } requests ? new RateBucket(requests, now) : null,
            provider.TokensPerMinute is { } tokens ? new RateBucket(tokens, now) : null));
        lock (buckets)
        {
            TimeSpan wait = Longer(
                buckets.Requests?.UntilEnough(1, now), buckets.Tokens?.UntilEnough(bytes / BytesPerToken, now));
            if (wait == TimeSpan.Zero)
            {
                buckets.Requests?.Take(1);
                buckets.Tokens?.Take(bytes / BytesPerToken);
            }

            exchange.RequestsLeft = LeftOf(buckets.Requests);
            exchange.TokensLeft = LeftOf(buckets.Tokens);
            return wait == TimeSpan.Zero ? null : wait;
        }
    }

    private static TimeSpan Longer(TimeSpan? one, TimeSpan? other) =>
        TimeSpan.FromTicks(Math.Max(one?.Ticks ?? 0, other?.Ticks ?? 0));

    private static RateLeft? LeftOf(RateBucket? bucket) =>
        bucket is null ? null : new RateLeft(bucket.Whole, bucket.Left, bucket.UntilWhole);

    private sealed record Buckets(RateBucket? Requests, RateBucket? Tokens);
}
