using System.Diagnostics;
using Godwit.Gateway.Geolocation;

namespace Godwit.Benchmarks;

/// <summary>
/// How long it takes to load every feed beside the embedded tables, and what they hold in memory afterwards. Not one of
/// the library's benchmarks: loading happens once, and what counts is what stays.
/// </summary>
internal static class FeedLoading
{
    private const int Rounds = 5;

    public static void Run()
    {
        using var feeds = new SampleFeeds();
        var options = feeds.Write();
        var now = DateTimeOffset.UtcNow;
        Console.WriteLine("round, ms without feeds, ms with feeds, MB that the feeds hold");
        for (var round = 1; round <= Rounds; round++)
        {
            var (plain, plainTime, before) = Load(new GeolocationOptions(), now);
            var (full, fullTime, after) = Load(options, now);
            Console.WriteLine($"{round}, {plainTime}, {fullTime}, {(after - before) / 1_000_000}");
            GC.KeepAlive(plain);
            GC.KeepAlive(full);
        }
    }

    private static (AddressLocator Locator, long Milliseconds, long Held) Load(
        GeolocationOptions options, DateTimeOffset now)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var locator = AddressLocator.Load(options, now);
        var time = clock.ElapsedMilliseconds;
        return (locator, time, GC.GetTotalMemory(forceFullCollection: true) - before);
    }
}
