using System.Globalization;
using StackExchange.Redis;

namespace Godwit.Gateway.Counters;

/// <summary>Tries whether the server of counters can be reached, without changing anything in it.</summary>
public static class CounterProbe
{
    private const int LeastVersion = 6;

    // As scripts of counters do: they need the time, and that they may run at all.
    private const string Script = "return redis.call('TIME')[1]";

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
            await database.ScriptEvaluateAsync(Script).WaitAsync(cancellation);
            return Report(await InfoAsync(database).WaitAsync(cancellation));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return new CounterReport(e.Message, "", null);
        }
    }

    private static async Task<Dictionary<string, string>?> InfoAsync(IDatabase database)
    {
        try
        {
            var text = (string?)await database.ExecuteAsync("INFO", ["all"]) ?? "";
            return text.Split('\n').Select(line => line.Trim().Split(':', 2)).Where(parts => parts.Length == 2)
                .GroupBy(parts => parts[0]).ToDictionary(of => of.Key, of => of.First()[1]);
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    private static CounterReport Report(Dictionary<string, string>? info)
    {
        if (info is null)
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
