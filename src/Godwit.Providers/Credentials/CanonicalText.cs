using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Godwit.Providers.Credentials;

/// <summary>The pieces from which every signing scheme builds its text: sorted headers and queries, hashes.</summary>
internal static class CanonicalText
{
    /// <summary>Instants as AWS writes them, to the second.</summary>
    public static string BasicInstant(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    public static string ExtendedInstant(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The headers by lower-case name in ordinal order.</summary>
    public static List<KeyValuePair<string, string>> Sorted(IReadOnlyList<KeyValuePair<string, string>> headers) =>
    [
        .. headers.Select(h => new KeyValuePair<string, string>(h.Key.ToLowerInvariant(), h.Value.Trim()))
            .OrderBy(h => h.Key, StringComparer.Ordinal),
    ];

    public static string Names(List<KeyValuePair<string, string>> sorted) =>
        string.Join(';', sorted.Select(h => h.Key));

    /// <summary>Names and values of a query, decoded, in the order of the URL.</summary>
    public static IEnumerable<(string Name, string Value)> Query(Uri uri)
    {
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            yield return at < 0
                ? (Uri.UnescapeDataString(pair), "")
                : (Uri.UnescapeDataString(pair[..at]), Uri.UnescapeDataString(pair[(at + 1)..]));
        }
    }

    public static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    public static string HmacHex(byte[] key, string text) => Convert.ToHexStringLower(Hmac(key, text));

    public static string HashHex(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
