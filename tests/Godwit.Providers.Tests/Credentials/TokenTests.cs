using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Godwit.Providers.Credentials;
using Xunit;

namespace Godwit.Providers.Tests.Credentials;

/// <summary>Tokens with HS256: the form of RFC 7515, and each provider's claims in its unit of time.</summary>
public sealed class TokenTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_764_000_000_123);

    [Fact]
    public void The_example_of_rfc_7515_is_signed_as_published()
    {
        var key = Base64Url.DecodeFromChars(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        Assert.Equal(
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            JwtHs256.Compact(
                Encoding.UTF8.GetBytes("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}"),
                Encoding.UTF8.GetBytes(
                    "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"),
                key));
    }

    [Fact]
    public void A_zhipu_token_counts_milliseconds_and_says_sign_type()
    {
        var token = ZhipuToken.Create("key-id.the-secret", Now)!;
        Assert.Equal("""{"alg":"HS256","sign_type":"SIGN"}""", Part(token, 0));
        Assert.Equal("""{"api_key":"key-id","exp":1764000210123,"timestamp":1764000000123}""", Part(token, 1));
        AssertSigned(token, "the-secret");
        Assert.Equal(Now.AddSeconds(210), token.ExpiresAt);
    }

    [Theory]
    [InlineData("no-dot")]
    [InlineData(".secret")]
    [InlineData("id.")]
    [InlineData("")]
    public void A_zhipu_key_of_another_form_gives_no_token(string key) => Assert.Null(ZhipuToken.Create(key, Now));

    [Fact]
    public void What_a_key_id_holds_stays_one_text_of_the_claims()
    {
        using var payload = JsonDocument.Parse(Part(ZhipuToken.Create("a\",\"x\":\".s", Now)!, 1));
        Assert.Equal("a\",\"x\":\"", payload.RootElement.GetProperty("api_key").GetString());
        Assert.Equal(3, payload.RootElement.EnumerateObject().Count());
    }

    [Fact]
    public void A_sensenova_token_counts_seconds()
    {
        var token = SensenovaToken.Create(new SigningKey("access-key", "its-secret"), Now);
        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Part(token, 0));
        Assert.Equal("""{"iss":"access-key","exp":1764001800,"nbf":1763999995}""", Part(token, 1));
        AssertSigned(token, "its-secret");
    }

    [Fact]
    public void Neither_keys_nor_tokens_show_when_they_are_formatted()
    {
        Assert.DoesNotContain("its-secret", $"{new SigningKey("id", "its-secret")}", StringComparison.Ordinal);
        Assert.DoesNotContain("ey", $"{ZhipuToken.Create("id.secret", Now)}", StringComparison.Ordinal);
    }

    private static string Part(SignedToken token, int index) =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Value.Split('.')[index]));

    private static void AssertSigned(SignedToken token, string secret)
    {
        var parts = token.Value.Split('.');
        Assert.Equal(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{parts[0]}.{parts[1]}")),
            Base64Url.DecodeFromChars(parts[2]));
    }
}
