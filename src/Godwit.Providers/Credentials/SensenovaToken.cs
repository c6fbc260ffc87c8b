using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Godwit.Providers.Credentials;

/// <summary>The token that a SenseNova access key signs; its times are seconds, as RFC 7519 has it.</summary>
public static class SensenovaToken
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(1800);

    // Clocks differ: a token is good a little before it was made.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    public static SignedToken Create(SigningKey key, DateTimeOffset now)
    {
        var payload = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, key.Id);
            json.WriteNumber("exp"u8, (now + Validity).ToUnixTimeSeconds());
            json.WriteNumber("nbf"u8, (now - Skew).ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        var text = JwtHs256.Compact(
            """{"alg":"HS256","typ":"JWT"}"""u8, payload.WrittenSpan, Encoding.UTF8.GetBytes(key.Secret));
        return new SignedToken(text, now + Validity);
    }
}
