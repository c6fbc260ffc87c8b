using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Godwit.Gateway.Tests.Attempts.Credentials;

/// <summary>
/// Checks signatures as a provider does: from what arrived, by steps of its own, and knowing the secret.
/// </summary>
internal static partial class SignatureCheck
{
    public static bool Tc3(HttpRequest request, string body, string secret)
    {
        var (scope, names, given) = Parts(request);
        var day = scope.Split('/')[0];
        var stamp = request.Headers["X-TC-Timestamp"].ToString();
        var unix = DateTimeOffset.FromUnixTimeSeconds(long.Parse(stamp, null)).UtcDateTime;
        var headers = string.Concat(
            names.Split(';').Select(name => $"{name}:{request.Headers[name].ToString().ToLowerInvariant()}\n"));
        var canonical = $"POST\n{Target(request)}\n\n{headers}\n{names}\n{Hash(body)}";
        var key = Encoding.UTF8.GetBytes("TC3" + secret);
        foreach (var step in scope.Split('/'))
            key = Hmac(key, step);
        return $"{unix:yyyy-MM-dd}" == day
            && given == Hex(Hmac(key, $"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{Hash(canonical)}"));
    }

    public static bool Aws(HttpRequest request, string body, string secret)
    {
        var (scope, names, given) = Parts(request);
        var instant = request.Headers["X-Amz-Date"].ToString();
        var headers = string.Concat(names.Split(';').Select(name => $"{name}:{request.Headers[name]}\n"));
        // What is encoded on the wire is encoded again: of what occurs, that is the sign of percent alone.
        var path = Target(request).Replace("%", "%25", StringComparison.Ordinal);
        var canonical = $"POST\n{path}\n\n{headers}\n{names}\n{Hash(body)}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var step in scope.Split('/'))
            key = Hmac(key, step);
        return request.Headers["X-Amz-Content-Sha256"] == Hash(body)
            && instant.StartsWith(scope.Split('/')[0], StringComparison.Ordinal)
            && given == Hex(Hmac(key, $"AWS4-HMAC-SHA256\n{instant}\n{scope}\n{Hash(canonical)}"));
    }

    public static bool Bce(HttpRequest request, string secret)
    {
        var parts = request.Headers.Authorization.ToString().Split('/');
        var prefix = string.Join('/', parts.Take(4));
        var target = Target(request).Split('?');
        var headers = parts[4].Split(';').Select(name => $"{name}:{Uri.EscapeDataString(request.Headers[name]!)}");
        var canonical =
            $"{request.Method}\n{target[0]}\n{target.ElementAtOrDefault(1)}\n{string.Join('\n', headers)}";
        var key = Encoding.UTF8.GetBytes(Hex(Hmac(Encoding.UTF8.GetBytes(secret), prefix)));
        return parts[5] == Hex(Hmac(key, canonical)) && request.Headers["x-bce-date"] == parts[2];
    }

    private static (string Scope, string Names, string Signature) Parts(HttpRequest request)
    {
        var match = Authorization.Match(request.Headers.Authorization.ToString());
        return (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
    }

    private static string Target(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hash(string text) => Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex("Credential=[^/]+/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$")]
    private static partial Regex Authorization { get; }
}
