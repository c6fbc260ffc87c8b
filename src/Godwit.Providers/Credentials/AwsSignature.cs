using System.Text;

namespace Godwit.Providers.Credentials;

/// <summary>Amazon's Signature Version 4, as every service but S3 wants it.</summary>
/// <remarks>
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html. Written here because the
/// signer of AWSSDK.Core lies among its internals, and what is hard, the canonical request, in its own client.
/// </remarks>
public static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The headers to send besides Content-Type and Host.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="uri">Where the request goes.</param>
    /// <param name="contentType">The Content-Type that is sent; null when none is.</param>
    /// <param name="bodySha256">Hash of the body.</param>
    /// <param name="service">Name of the service, e.g. <c>bedrock</c>.</param>
    /// <param name="cloudRegion">Its cloud region.</param>
    /// <param name="key">Access key id and secret, and the token of temporary ones.</param>
    /// <param name="now">The instant.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Sign(
        string method, Uri uri, string? contentType, string bodySha256, string service, string cloudRegion,
        SigningKey key, DateTimeOffset now)
    {
        var headers = new List<KeyValuePair<string, string>>
        {
            new("X-Amz-Date", CanonicalText.BasicInstant(now)), new("X-Amz-Content-Sha256", bodySha256),
        };
        if (key.SessionToken is { } token)
            headers.Add(new("X-Amz-Security-Token", token));
        var signed = new List<KeyValuePair<string, string>>(headers) { new("host", SignedRequest.HostOf(uri)) };
        if (contentType is not null)
            signed.Add(new("content-type", contentType));
        headers.Add(new(
            "Authorization",
            Authorization(new SignedRequest(method, uri, signed, bodySha256, now), service, cloudRegion, key)));
        return headers;
    }

    /// <summary>Value of the Authorization header; one of the signed headers is x-amz-date.</summary>
    public static string Authorization(in SignedRequest request, string service, string cloudRegion, SigningKey key)
    {
        var headers = CanonicalText.Sorted(request.Headers);
        var names = CanonicalText.Names(headers);
        var canonical = new StringBuilder()
            .Append(request.Method).Append('\n')
            .Append(Path(request.Uri)).Append('\n')
            .Append(Query(request.Uri)).Append('\n');
        foreach (var (name, value) in headers)
            canonical.Append(name).Append(':').Append(OneSpace(value)).Append('\n');
        canonical.Append('\n').Append(names).Append('\n').Append(request.BodySha256);

        var instant = CanonicalText.BasicInstant(request.Now);
        var scope = $"{instant[..8]}/{cloudRegion}/{service}/aws4_request";
        var toSign = $"{Algorithm}\n{instant}\n{scope}\n{CanonicalText.HashHex(canonical.ToString())}";
        var signing = CanonicalText.Hmac(Encoding.UTF8.GetBytes("AWS4" + key.Secret), instant[..8]);
        foreach (var step in (ReadOnlySpan<string>)[cloudRegion, service, "aws4_request"])
            signing = CanonicalText.Hmac(signing, step);
        return $"{Algorithm} Credential={key.Id}/{scope}, SignedHeaders={names}, "
            + $"Signature={CanonicalText.HmacHex(signing, toSign)}";
    }

    // Encoded once more than it is sent: a model id's %3A is signed as %253A.
    private static string Path(Uri uri) => string.Join('/', uri.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string Query(Uri uri) => string.Join('&', CanonicalText.Query(uri)
        .Select(pair => (Name: Uri.EscapeDataString(pair.Name), Value: Uri.EscapeDataString(pair.Value)))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string OneSpace(string value) => value.Contains("  ", StringComparison.Ordinal)
        ? string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        : value;
}
