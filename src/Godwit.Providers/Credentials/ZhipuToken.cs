using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Godwit.Providers.Credentials;

/// <summary>The token that a Zhipu key of the form <c>id.secret</c> signs.</summary>
/// <remarks>
/// https://github.com/zai-org/z-ai-sdk-python, core/_jwt_token.py. Times are milliseconds, against RFC 7519: libraries
/// for tokens write seconds and are refused.
/// </remarks>
public static class ZhipuToken
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(210);

    /// <summary>The token; null when the key is not of that form.</summary>
    public static SignedToken? Create(string apiKey, DateTimeOffset now)
    {
        var dot = apiKey.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || dot == apiKey.Length - 1)
            return null;
        var payload = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("api_key"u8, apiKey.AsSpan(0, dot));
            json.WriteNumber("exp"u8, (now + Validity).ToUnixTimeMilliseconds());
            json.WriteNumber("timestamp"u8, now.ToUnixTimeMilliseconds());
            json.WriteEndObject();
        }

        var text = JwtHs256.Compact(
            """{"alg":"HS256","sign_type":"SIGN"}"""u8, payload.WrittenSpan,
            Encoding.UTF8.GetBytes(apiKey[(dot + 1)..]));
        return new SignedToken(text, now + Validity);
    }
}
