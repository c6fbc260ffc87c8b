using System.Globalization;
using System.Security.Cryptography;
using StackExchange.Redis;

namespace Godwit.Gateway.Counters;

/// <summary>Reads how the server of counters is reached.</summary>
internal static class CounterServer
{
    private const string Plain = "redis://", Tls = "rediss://";
    private const int UsualPort = 6379;

    private const string Accepted =
        "accepted: redis://host:port, rediss:// for TLS, several hosts with commas between them, "
        + "/N at the end for a database, or HOST:PORT,OPTION=VALUE,… as StackExchange.Redis has it";

    /// <summary>The connection's settings; null, and what is wrong, without the secret in it.</summary>
    public static ConfigurationOptions? TryRead(CounterOptions options, out string error)
    {
        var text = options.Redis?.Trim() ?? "";
        var found = text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase) ? FromUrl(text[Plain.Length..], false)
            : text.StartsWith(Tls, StringComparison.OrdinalIgnoreCase) ? FromUrl(text[Tls.Length..], true)
            : FromText(text);
        if (found is null || found.EndPoints.Count == 0)
        {
            error = $"names no server; {Accepted}";
            return null;
        }

        if (options.Password is { Length: > 0 } password)
            found.Password = password;
        error = options.AuthorityFile is { } file ? Trust(found, file) : "";
        Bound(found, options);
        return error.Length == 0 ? found : null;
    }

    // A request waits for the server: it is better told soon that it is away. What is said to a server that is not
    // there is not kept for it: by then it is no longer so.
    private static void Bound(ConfigurationOptions found, CounterOptions options)
    {
        var within = Math.Max((int)options.AnswerWithin.TotalMilliseconds, 1);
        found.AbortOnConnectFail = false;
        found.ConnectTimeout = 1000;
        found.ConnectRetry = 1;
        found.AsyncTimeout = within;
        found.SyncTimeout = within;
        found.KeepAlive = 5;
        found.ConfigCheckSeconds = 5;
        found.BacklogPolicy = BacklogPolicy.FailFast;
        found.ReconnectRetryPolicy = new LinearRetry((int)Math.Max(options.TryEvery.TotalMilliseconds, 10));
        found.ClientName = "godwit";
        found.IncludeDetailInExceptions = false;
        found.Protocol = RedisProtocol.Resp2;
    }

    // [user[:password]@]host[:port][,host[:port]…][/database]
    private static ConfigurationOptions? FromUrl(string rest, bool tls)
    {
        var found = new ConfigurationOptions { Ssl = tls };
        var at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            var parts = rest[..at].Split(':', 2);
            found.User = parts[0].Length > 0 ? Uri.UnescapeDataString(parts[0]) : null;
            found.Password = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : null;
        }

        var place = rest[(at + 1)..].TrimEnd('/').Split('/');
        if (place.Length > 2 || !TryDatabase(place, found))
            return null;
        foreach (var host in place[0].Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryAdd(found, host))
                return null;
        }

        return found;
    }

    private static bool TryDatabase(string[] place, ConfigurationOptions found)
    {
        if (place.Length < 2)
            return true;
        if (!int.TryParse(place[1], NumberStyles.None, CultureInfo.InvariantCulture, out var database))
            return false;
        found.DefaultDatabase = database;
        return true;
    }

    private static bool TryAdd(ConfigurationOptions found, string host)
    {
        if (host.Length == 0 || !Uri.TryCreate($"{Plain}{host}/", UriKind.Absolute, out var uri)
            || uri.UserInfo.Length > 0 || uri.AbsolutePath != "/" || uri.Query.Length > 0 || uri.Host.Length == 0)
            return false;
        found.EndPoints.Add(uri.IdnHost, uri.Port > 0 ? uri.Port : UsualPort);
        if (found.Ssl)
            found.SslHost ??= uri.IdnHost;
        return true;
    }

    private static ConfigurationOptions? FromText(string text)
    {
        try
        {
            return text.Contains("://", StringComparison.Ordinal) ? null : ConfigurationOptions.Parse(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            // Its message repeats the text, and with it the password.
            return null;
        }
    }

    private static string Trust(ConfigurationOptions found, string file)
    {
        try
        {
            found.TrustIssuer(file);
            return "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"has the authority '{file}', which cannot be read: {e.Message}";
        }
    }
}
