using Xunit;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>What a Provider may say of its credentials.</summary>
public sealed class CredentialConfigValidatorTests
{
    private const string Own = """ "dialect":"openai_chat","base_url":"http://localhost/v1","models":[{"name":"m"}] """;

    [Theory]
    [InlineData("""{"catalog":"cloud","credential":{"env":"A"}}""")]
    [InlineData("""{"catalog":"cloud","credential":{"parts":{"access_key_id":{"env":"A"},"secret_access_key":{"file":"/b"}}}}""")]
    [InlineData("""{"catalog":"cloud","credential":{"parts":{"access_key_id":{"env":"A"},"secret_access_key":{"env":"B"},"session_token":{"env":"C"}},"cloud_region":"eu-west-1"}}""")]
    [InlineData("""{"catalog":"cloud","credential":{"parts":{"tenant_id":{"value":"t"},"client_id":{"value":"c"},"client_secret":{"env":"B"}},"authority":"https://login.microsoftonline.us"}}""")]
    [InlineData("""{"catalog":"tencent","credential":{"parts":{"secret_id":{"env":"A"},"secret_key":{"env":"B"}}}}""")]
    [InlineData("""{"catalog":"cloud","credentials":[{"env":"A"},{"name":"second","env":"B"},{"parts":{"access_key_id":{"env":"A"},"secret_access_key":{"env":"B"}}}]}""")]
    [InlineData("{" + Own + ""","credential":{"scheme":"header","header":"x-api-key","env":"A"}}""")]
    [InlineData("{" + Own + ""","credential":{"scheme":"zhipu_jwt","env":"A"}}""")]
    [InlineData("{" + Own + ""","credential":{"scheme":"aws_sigv4","service":"s","cloud_region":"r","parts":{"access_key_id":{"env":"A"},"secret_access_key":{"env":"B"}}}}""")]
    [InlineData("{" + Own + ""","credential":{"scheme":"google_service_account","scope":"s","file":"/sa.json"}}""")]
    public void Every_form_that_the_provider_takes_is_accepted(string spec) =>
        Assert.Empty(CredentialSamples.Errors(spec));

    [Theory]
    [InlineData("""{"catalog":"tencent","credential":{"parts":{"secret_id":{"env":"A"}}}}""", "spec.credential.parts.secret_key: is missing: tc3_hmac_sha256 needs it; accepted: env, file, value")]
    [InlineData("""{"catalog":"tencent","credential":{"parts":{"secret_id":{"env":"A"},"secret_key":{"env":"A"},"secret_kye":{"env":"B"}}}}""", "spec.credential.parts.secret_kye: tc3_hmac_sha256 has no part 'secret_kye'; did you mean 'secret_key'?; accepted: secret_id, secret_key, session_token")]
    [InlineData("""{"catalog":"tencent","credential":{"parts":{"secret_id":{},"secret_key":{"env":"B"}}}}""", "spec.credential.parts.secret_id: needs exactly one member; accepted: env, file, value")]
    [InlineData("""{"catalog":"tencent","credential":{"env":"A"}}""", "spec.credential: 'tencent' takes no credential of this form; accepted: tc3_hmac_sha256 with parts secret_id and secret_key")]
    [InlineData("""{"catalog":"cloud","credential":{"parts":{"client_id":{"env":"A"}}}}""", "spec.credential: 'cloud' takes no credential of this form; accepted: bearer with env, file or value, aws_sigv4 with parts access_key_id and secret_access_key, entra_client with parts tenant_id and client_id and client_secret")]
    [InlineData("""{"catalog":"cloud","credential":{"scheme":"bce_auth_v1","env":"A"}}""", "spec.credential.scheme: 'cloud' takes no bce_auth_v1; accepted: bearer, aws_sigv4, entra_client")]
    [InlineData("""{"catalog":"cloud","credential":{"scheme":"bearer","parts":{"a":{"env":"A"}}}}""", "spec.credential.parts: a credential of bearer has none; accepted: env, file, value")]
    [InlineData("""{"catalog":"cloud","credential":{"env":"A","cloud_region":"eu-west-1"}}""", "spec.credential.cloud_region: means nothing with bearer; remove the key")]
    [InlineData("""{"catalog":"cloud","credential":{"scheme":"entra_client","authority":"http://a","parts":{"tenant_id":{"env":"A"},"client_id":{"env":"A"},"client_secret":{"env":"A"}}}}""", "spec.credential.authority: 'http://a' is not an https URL")]
    [InlineData("{" + Own + ""","credential":{"parts":{"secret_id":{"env":"A"}}}}""", "spec.credential.scheme: is missing: a credential in parts needs it; accepted: tc3_hmac_sha256, bce_auth_v1, bce_bearer, sensenova_jwt, aws_sigv4, entra_client")]
    [InlineData("{" + Own + ""","credential":{"scheme":"header","env":"A"}}""", "spec.credential.header: is missing: header needs it; accepted: a header's name, e.g. x-api-key")]
    [InlineData("{" + Own + ""","credential":{"scheme":"header","header":"x: y","env":"A"}}""", "spec.credential.header: 'x: y' is not a header's name")]
    [InlineData("{" + Own + ""","credential":{"scheme":"aws_sigv4","service":"s","parts":{"access_key_id":{"env":"A"},"secret_access_key":{"env":"B"}}}}""", "spec.credential.cloud_region: is missing: aws_sigv4 needs it; accepted: a cloud region, e.g. us-east-1")]
    [InlineData("""{"catalog":"cloud","credentials":[]}""", "spec.credentials: has 0 elements; accepted: 1 to 64, or no such key")]
    [InlineData("""{"catalog":"cloud","credential":{"env":"A"},"credentials":[{"env":"B"}]}""", "spec.credentials: stands beside credential; accepted: one of both: put the one into the list")]
    [InlineData("""{"catalog":"cloud","credentials":[{"name":"a","env":"A"},{"name":"a","env":"B"}]}""", "spec.credentials[1].name: 'a' is listed twice")]
    [InlineData("""{"catalog":"cloud","credentials":[{"env":"A"},{"env":"A","file":"/b"}]}""", "spec.credentials[1]: needs exactly one member")]
    public void What_can_not_work_is_refused_by_key_and_with_what_is_accepted(string spec, string expected) =>
        Assert.StartsWith(
            $"Provider/p {expected}", Assert.Single(CredentialSamples.Errors(spec)), StringComparison.Ordinal);

    [Fact]
    public void Every_part_that_is_missing_is_named_at_once()
    {
        var errors = CredentialSamples.Errors("""{"catalog":"cloud","credential":{"scheme":"entra_client"}}""");
        Assert.Equal(3, errors.Count);
        foreach (var part in (string[])["tenant_id", "client_id", "client_secret"])
            Assert.Contains(errors, e => e.StartsWith(
                $"Provider/p spec.credential.parts.{part}: is missing", StringComparison.Ordinal));
    }
}
