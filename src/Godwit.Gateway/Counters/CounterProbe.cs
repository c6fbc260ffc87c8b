using System.Globalization;
using StackExchange.Redis;

namespace Godwit.Gateway.Counters;

/// <summary>Tries whether the server of counters can be reached, without changing anything in it.</summary>
public static class CounterProbe
{
    private const int LeastVersion = 6;

    // As the scripts of counters do: they need the time, and to know which server they run in.
    private const string Script =
        "redis.call('TIME') local info = redis.pcall('INFO') return type(info) == 'string' and info or ''";

    /// <summary>Connects, runs a script, and looks at what the server says of itself.</summary>
    public static async Task<CounterReport> TryAsync(CounterOptions options, CancellationToken cancellation)
    {
        if (CounterServer.TryRead(options, out var error) is not { } configuration)
            return new CounterReport(error, "", null);
        configuration.AbortOnConnectFail = true;
        try
        {
            await using var connection =
                await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(cancellation);
            var database = connection.GetDatabase();
            return Report((string?)await database.ScriptEvaluateAsync(Script).WaitAsync(cancellation) ?? "");
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return new CounterReport(e.Message, "", null);
        }
    }

    private static CounterReport Report(string text)
    {
        var info = text.Split('\n').Select(line => line.Trim().Split(':', 2)).Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[0]).ToDictionary(of => of.Key, of => of.First()[1]);
        if (info.Count == 0)
        {
            return new CounterReport(null, "answers",
                "let this user run INFO: without it a server that comes back with older data is not noticed");
        }

        var version = info.GetValueOrDefault("redis_version", "");
        if (!int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || major < LeastVersion)
            return new CounterReport($"has version '{version}'; {LeastVersion} or later is needed", "", null);
        var policy = info.GetValueOrDefault("maxmemory_policy", "noeviction");
        var bounded = info.GetValueOrDefault("maxmemory", "0") != "0";
        return new CounterReport(null, $"answers, version {version}", bounded && policy != "noeviction"
            ? $"set maxmemory-policy to noeviction: with {policy} the server forgets counters when it is full"
            : null);
    }
}

/// <summary>What was found of the server of counters.</summary>
/// <param name="Failure">What is wrong; null when nothing is.</param>
/// <param name="Found">What was found.</param>
/// <param name="Advice">What would be better; null for nothing.</param>
public sealed record CounterReport(string? Failure, string Found, string? Advice);
