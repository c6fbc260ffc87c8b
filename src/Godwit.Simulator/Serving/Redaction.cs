using System.Security.Cryptography;
using System.Text;

namespace Godwit.Simulator.Serving;

/// <summary>Replaces credentials by the start of their digest: enough to tell two apart, nothing to use.</summary>
internal static class Redaction
{
    private const int DigestBytesShown = 4;

    private static readonly HashSet<string> Secret = new(StringComparer.OrdinalIgnoreCase)
    {
        "authorization", "proxy-authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie",
        "sec-websocket-protocol",
    };

    /// <summary>A query without the value of its <c>key</c>.</summary>
    public static string ApplyQuery(string query) => !query.Contains("key=", StringComparison.OrdinalIgnoreCase)
        ? query
        : "?" + string.Join('&', query.TrimStart('?').Split('&').Select(pair =>
            pair.StartsWith("key=", StringComparison.OrdinalIgnoreCase) ? "key=[redacted]" : pair));

    public static KeyValuePair<string, string> Apply(KeyValuePair<string, string> header)
    {
        if (!Secret.Contains(header.Key))
        {
            return header;
        }

        int space = header.Value.IndexOf(' ', StringComparison.Ordinal);
        string scheme = space < 0 ? "" : header.Value[..(space + 1)];
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(header.Value[(space + 1)..]));
        string shown = Convert.ToHexStringLower(digest.AsSpan(0, DigestBytesShown));
        return new(header.Key, $"{scheme}[redacted sha256:{shown}]");
    }
}
