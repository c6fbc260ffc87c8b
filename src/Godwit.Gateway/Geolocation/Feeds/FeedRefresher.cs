using Godwit.Policy.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>Keeps feeds fresh: looks for changed files every minute, and fetches what is due.</summary>
internal sealed partial class FeedRefresher(
    AddressLocator locator, TimeProvider time, ILogger<FeedRefresher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> reported = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!locator.HasFeeds)
            return;
        using var fetcher = FeedFetcher.Create();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await locator.RefreshFeedsAsync(fetcher, time.GetUtcNow(), stoppingToken);
            foreach (var source in locator.Sources)
                Report(source);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Tells of each trouble once, not every minute.</summary>
    private void Report(AddressSource source)
    {
        if (source.Feed?.Error is not { } error)
            reported.Remove(source.Name);
        else if (!reported.TryGetValue(source.Name, out var before) || before != error)
            Log.NotLoaded(logger, source.Name, reported[source.Name] = error);
    }

    private static partial class Log
    {
        [LoggerMessage(2202, LogLevel.Warning,
            "Feed '{Feed}' could not be loaded: {Reason}. What was loaded before stays in use.")]
        public static partial void NotLoaded(ILogger logger, string feed, string reason);
    }
}
