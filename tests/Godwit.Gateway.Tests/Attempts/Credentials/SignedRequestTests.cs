using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Godwit.Gateway.Tests.Pipeline;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts.Credentials;

/// <summary>Each scheme through the whole gateway, to a provider that checks what arrives.</summary>
public sealed class SignedRequestTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Secret = "a-secret/with+signs=";
    private const string Answer =
        """{"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"hi"}}]}""";

    [Fact]
    public async Task Tencents_signature_is_over_the_body_that_is_sent_and_names_the_action_of_the_catalog()
    {
        string? action = null;
        await using var provider = await StartAsync((request, body) =>
        {
            action = request.Headers["X-TC-Action"];
            return SignatureCheck.Tc3(request, body, Secret) && request.Headers["X-TC-Version"] == "2023-09-01";
        });
        var catalog = Catalog(Tencent);
        await AssertServedAsync(
            provider, new CredentialConfig(), (CredentialForm.SecretId, "id"), (CredentialForm.SecretKey, Secret),
            catalog);
        Assert.Equal("ChatCompletions", action);
    }

    [Fact]
    public async Task A_translated_body_is_signed_and_a_refusal_that_comes_as_a_success_moves_on_to_the_next_key()
    {
        const string refusal = """{"Response":{"Error":{"Code":"AuthFailure.SecretIdNotFound","Message":"m"}}}""";
        const string answer = """
            {"Response":{"Id":"i","Choices":[{"FinishReason":"stop","Message":{"Role":"assistant","Content":"hi"}}],
            "Usage":{"PromptTokens":1,"CompletionTokens":1,"TotalTokens":2}}}
            """;
        await using var provider = await TokenServer.StartAsync((request, body) =>
            (200, SignatureCheck.Tc3(request, body, Secret) && body.Contains("\"Messages\"", StringComparison.Ordinal)
                ? answer
                : refusal));
        var config = new CredentialConfig
        {
            Parts = new Dictionary<string, SecretReference>
            {
                [CredentialForm.SecretId] = new(), [CredentialForm.SecretKey] = new(),
            },
        };
        gateway.PublishOwn(
            CredentialSamples.Provider(provider.Address.ToString(), [config, config]) with
            {
                Catalog = "c", Dialect = Dialect.TencentNative,
            },
            new ProviderSecrets(
            [
                CredentialSamples.Parts((CredentialForm.SecretId, "old"), (CredentialForm.SecretKey, "rotated-out")),
                CredentialSamples.Parts((CredentialForm.SecretId, "new"), (CredentialForm.SecretKey, Secret)),
            ]),
            Catalog(Tencent, Dialect.TencentNative));
        // Without a message of the user's there is no conversation to keep to one key: the first is taken.
        using var response = await gateway.ChatAsync(
            """{"model":"own","messages":[{"role":"system","content":"测试"}]}""");
        Assert.Contains("\"hi\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var record = await gateway.RecordOf(response);
        Assert.Equal([1, 2], record.Attempts.Select(attempt => attempt.Credential));
        Assert.Equal(FailureClass.Auth, record.Attempts[0].Failure);
    }

    [Fact]
    public async Task Amazons_signature_is_over_path_and_body()
    {
        await using var provider = await StartAsync((request, body) =>
            SignatureCheck.Aws(request, body, Secret)
            && request.Headers.Authorization.ToString().Contains("/eu-west-1/bedrock/", StringComparison.Ordinal));
        await AssertServedAsync(
            provider,
            new() { Scheme = CredentialScheme.AwsSigV4, Service = "bedrock", CloudRegion = "eu-west-1" },
            (CredentialForm.AccessKeyId, "id"), (CredentialForm.SecretAccessKey, Secret));
    }

    [Fact]
    public async Task Baidus_signature_is_over_path_and_date()
    {
        await using var provider = await StartAsync((request, _) => SignatureCheck.Bce(request, Secret));
        await AssertServedAsync(
            provider, new() { Scheme = CredentialScheme.BceAuthV1 },
            (CredentialForm.AccessKeyId, "id"), (CredentialForm.SecretAccessKey, Secret));
    }

    [Fact]
    public async Task Baidus_token_is_asked_for_once_with_a_signature_and_sent_as_a_bearer()
    {
        var asked = 0;
        await using var iam = await TokenServer.StartAsync((request, _) =>
        {
            asked++;
            return request.Path == "/v1/BCE-BEARER/token" && SignatureCheck.Bce(request, Secret)
                ? (200, """{"token":"bce-v3/short/lived","expireTime":"2000-01-01T00:00:00Z"}""")
                : (403, """{"code":"SignatureDoesNotMatch"}""");
        });
        await using var provider = await StartAsync((request, _) =>
            request.Headers.Authorization == "Bearer bce-v3/short/lived");
        await AssertServedAsync(
            provider, new() { Scheme = CredentialScheme.BceBearer, Authority = iam.Address.ToString() },
            (CredentialForm.AccessKeyId, "id"), (CredentialForm.SecretAccessKey, Secret));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_token_that_is_signed_here_is_used_again()
    {
        var seen = new HashSet<string>();
        await using var provider = await StartAsync((request, _) =>
        {
            seen.Add(request.Headers.Authorization.ToString());
            return seen.Single().Split('.').Length == 3;
        });
        await AssertServedAsync(
            provider, new() { Scheme = CredentialScheme.SensenovaJwt },
            (CredentialForm.AccessKeyId, "id"), (CredentialForm.AccessKeySecret, Secret));
    }

    [Fact]
    public async Task A_service_accounts_token_is_asked_for_at_the_address_of_its_file()
    {
        using var key = RSA.Create(2048);
        await using var google = await TokenServer.StartAsync((_, _) =>
            (200, """{"access_token":"ya29.token","expires_in":3599,"token_type":"Bearer"}"""));
        await using var provider =
            await StartAsync((request, _) => request.Headers.Authorization == "Bearer ya29.token");
        gateway.PublishOwn(
            CredentialSamples.Provider(
                provider.Address.ToString(),
                [new() { Scheme = CredentialScheme.GoogleServiceAccount, Scope = "scope", File = "/sa" }]),
            new ProviderSecrets(
                [CredentialSamples.Whole(TokenSourceTests.ServiceAccountJson(key, google.Address))]));
        await AssertAnsweredAsync();
    }

    [Fact]
    public async Task A_credential_that_no_token_is_given_out_for_is_the_operators_to_mend_and_told_in_the_log_alone()
    {
        await using var provider = await StartAsync((_, _) => true);
        gateway.PublishOwn(
            CredentialSamples.Provider(
                provider.Address.ToString(), [new() { Scheme = CredentialScheme.ZhipuJwt, Env = "X" }]),
            new ProviderSecrets([CredentialSamples.Whole("a-key-without-halves")]));
        using var response = await gateway.ChatAsync("""{"model":"own","messages":[]}""");
        var text = await response.Content.ReadAsStringAsync();
        using var body = JsonDocument.Parse(text);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(
            "provider_credential_unusable", body.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.DoesNotContain("id.secret", text, StringComparison.Ordinal);
        Assert.Contains(gateway.Logged.Lines, line =>
            line.Contains("Provider own: credential #1 cannot be used", StringComparison.Ordinal)
            && line.Contains("id.secret", StringComparison.Ordinal));
        Assert.DoesNotContain(
            gateway.Logged.Lines, line => line.Contains("a-key-without-halves", StringComparison.Ordinal));
    }

    private static Task<TokenServer> StartAsync(Func<HttpRequest, string, bool> accepts) =>
        TokenServer.StartAsync((request, body) => accepts(request, body)
            ? (200, Answer)
            : (401, """{"error":{"message":"signature does not match","code":"invalid_api_key"}}"""));

    private async Task AssertServedAsync(
        TokenServer provider, CredentialConfig config, (string, string) id, (string, string) secret,
        CatalogSet? catalog = null)
    {
        config = config with
        {
            Parts = new Dictionary<string, SecretReference> { [id.Item1] = new(), [secret.Item1] = new() },
        };
        gateway.PublishOwn(
            CredentialSamples.Provider(provider.Address.ToString(), [config]) with
            {
                Catalog = catalog is null ? null : "c",
            },
            new ProviderSecrets([CredentialSamples.Parts(id, secret)]), catalog);
        await AssertAnsweredAsync();
    }

    private async Task AssertAnsweredAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            using var response = await gateway.ChatAsync(
                """{"model":"own","messages":[{"role":"user","content":"测试"}]}""");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(Answer, await response.Content.ReadAsStringAsync());
        }
    }

    private static CatalogAuth Tencent => new()
    {
        Scheme = CredentialScheme.Tc3HmacSha256, Service = "hunyuan", Version = "2023-09-01",
        Actions = new Dictionary<Operation, string> { [Operation.Chat] = "ChatCompletions" },
        Source = "test", AsOf = default,
    };

    private static CatalogSet Catalog(CatalogAuth auth, Dialect dialect = Dialect.OpenAIChat) => new([new()
    {
        Name = "c", Title = "C", TelemetryName = "c", Dialect = dialect, Auth = auth, Source = "test",
        AsOf = default,
        Regions = [new() { Name = "r", BaseUrl = "http://unused", Source = "test", AsOf = default }],
        Operations = new Dictionary<Operation, string> { [Operation.Chat] = "/" },
        Errors = [new() { Code = "AuthFailure.*", Meaning = FailureClass.Auth, Source = "test", AsOf = default }],
        Territories = new() { Status = TerritoryListStatus.Unknown, Source = "test", AsOf = default },
    }]);
}
