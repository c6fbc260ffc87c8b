using System.Globalization;
using System.Text;

namespace Godwit.Providers.Credentials;

/// <summary>Tencent Cloud's TC3-HMAC-SHA256.</summary>
/// <remarks>
/// https://github.com/TencentCloud/signature-process-demo. Content-Type is signed as it is sent: a charset that a
/// client adds afterwards breaks the signature.
/// </remarks>
public static class Tc3Signature
{
    private const string Algorithm = "TC3-HMAC-SHA256";

    /// <summary>The headers to send besides Content-Type and Host.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="uri">Where the request goes.</param>
    /// <param name="contentType">The Content-Type that is sent, to the byte.</param>
    /// <param name="bodySha256">Hash of the body.</param>
    /// <param name="call">The service, its action and version, and the cloud region if one is named.</param>
    /// <param name="key">Secret id and key, and the token of temporary ones.</param>
    /// <param name="now">The instant.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Sign(
        string method, Uri uri, string contentType, string bodySha256, Tc3Call call, SigningKey key, DateTimeOffset now)
    {
        var signed = new SignedRequest(
            method, uri,
            [new("content-type", contentType), new("host", SignedRequest.HostOf(uri)), new("x-tc-action", call.Action)],
            bodySha256, now);
        var headers = new List<KeyValuePair<string, string>>
        {
            new("X-TC-Action", call.Action),
            new("X-TC-Version", call.Version),
            new("X-TC-Timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new("Authorization", Authorization(signed, call.Service, key)),
        };
        if (call.CloudRegion is { } region)
            headers.Add(new("X-TC-Region", region));
        if (key.SessionToken is { } token)
            headers.Add(new("X-TC-Token", token));
        return headers;
    }

    /// <summary>Value of the Authorization header.</summary>
    public static string Authorization(in SignedRequest request, string service, SigningKey key)
    {
        var headers = CanonicalText.Sorted(request.Headers);
        var canonical = new StringBuilder()
            .Append(request.Method).Append('\n')
            .Append(request.Uri.AbsolutePath).Append('\n')
            .Append(request.Uri.Query.TrimStart('?')).Append('\n');
        foreach (var (name, value) in headers)
            canonical.Append(name).Append(':').Append(value.ToLowerInvariant()).Append('\n');
        var names = CanonicalText.Names(headers);
        canonical.Append('\n').Append(names).Append('\n').Append(request.BodySha256);

        // The date is that of the timestamp in UTC: the local one is refused for hours of every day.
        var date = CanonicalText.Day(request.Now);
        var scope = $"{date}/{service}/tc3_request";
        var toSign = $"{Algorithm}\n{request.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}\n{scope}\n"
            + CanonicalText.HashHex(canonical.ToString());
        var signing = CanonicalText.Hmac(
            CanonicalText.Hmac(
                CanonicalText.Hmac(Encoding.UTF8.GetBytes("TC3" + key.Secret), date), service), "tc3_request");
        return $"{Algorithm} Credential={key.Id}/{scope}, SignedHeaders={names}, "
            + $"Signature={CanonicalText.HmacHex(signing, toSign)}";
    }
}

/// <summary>What a request of Tencent's cloud API calls.</summary>
public readonly record struct Tc3Call(string Service, string Action, string Version, string? CloudRegion);
