using System.Globalization;
using System.Text;

namespace Godwit.Providers.Credentials;

/// <summary>Baidu Cloud's bce-auth-v1. The body is not part of it.</summary>
/// <remarks>
/// https://cloud.baidu.com/doc/Reference/s/njwvz1yfu. The second HMAC is keyed with the hex text of the first one, not
/// with its bytes.
/// </remarks>
public static class BceSignature
{
    // What the documentation uses throughout: long enough for clocks that differ, short enough for what is overheard.
    private const int ValidSeconds = 1800;

    /// <summary>The headers to send besides Host.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Sign(
        string method, Uri uri, SigningKey key, DateTimeOffset now)
    {
        var date = CanonicalText.ExtendedInstant(now);
        var headers = new List<KeyValuePair<string, string>> { new("x-bce-date", date) };
        if (key.SessionToken is { } token)
            headers.Add(new("x-bce-security-token", token));
        var signed = new SignedRequest(
            method, uri, [new("host", SignedRequest.HostOf(uri)), .. headers], BodyHash.Empty, now);
        headers.Add(new("Authorization", Authorization(signed, key)));
        return headers;
    }

    /// <summary>Value of the Authorization header.</summary>
    public static string Authorization(in SignedRequest request, SigningKey key)
    {
        var headers = CanonicalText.Sorted(request.Headers);
        var prefix = string.Create(
            CultureInfo.InvariantCulture,
            $"bce-auth-v1/{key.Id}/{CanonicalText.ExtendedInstant(request.Now)}/{ValidSeconds}");
        var signingKey = CanonicalText.HmacHex(Encoding.UTF8.GetBytes(key.Secret), prefix);
        var canonical = string.Join('\n',
            request.Method,
            Path(request.Uri),
            Query(request.Uri),
            // Sorted by what is written, name and value encoded.
            string.Join('\n', headers.Select(h => $"{Uri.EscapeDataString(h.Key)}:{Uri.EscapeDataString(h.Value)}")
                .Order(StringComparer.Ordinal)));
        var signature = CanonicalText.HmacHex(Encoding.UTF8.GetBytes(signingKey), canonical);
        return $"{prefix}/{CanonicalText.Names(headers)}/{signature}";
    }

    private static string Path(Uri uri) => string.Join(
        '/', uri.AbsolutePath.Split('/').Select(part => Uri.EscapeDataString(Uri.UnescapeDataString(part))));

    private static string Query(Uri uri) => string.Join('&', CanonicalText.Query(uri)
        .Where(pair => !pair.Name.Equals("authorization", StringComparison.OrdinalIgnoreCase))
        .Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}")
        .Order(StringComparer.Ordinal));
}
