using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Core.Pipeline;
using Godwit.Gateway.Attempts.Credentials;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts.Credentials;

/// <summary>Google's and Microsoft's own libraries ask for tokens, and what they meet is told clearly.</summary>
public sealed class TokenSourceTests
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task A_service_accounts_assertion_is_signed_with_its_key_and_names_the_scope()
    {
        using var key = RSA.Create(2048);
        var claims = "";
        await using var google = await TokenServer.StartAsync((request, body) =>
        {
            var parts = WebUtility.UrlDecode(body.Split("assertion=")[1].Split('&')[0]).Split('.');
            Assert.True(key.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
            return (200, """{"access_token":"ya29.token","expires_in":3599,"token_type":"Bearer"}""");
        });
        var token = await new GoogleTokenSource(time).GetAsync(
            Google(ServiceAccountJson(key, google.Address)), CancellationToken.None);
        Assert.Equal(("ya29.token", time.GetUtcNow().AddSeconds(3599)), (token.Value, token.ExpiresAt));
        using var read = JsonDocument.Parse(claims);
        Assert.Equal("robot@example.iam", read.RootElement.GetProperty("iss").GetString());
        Assert.Equal(Scope, read.RootElement.GetProperty("scope").GetString());
    }

    [Fact]
    public async Task What_google_refuses_is_told_in_its_words()
    {
        using var key = RSA.Create(2048);
        await using var google = await TokenServer.StartAsync((_, _) =>
            (400, """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}"""));
        var problem = await ProblemAsync(Google(ServiceAccountJson(key, google.Address)));
        Assert.Equal("Google gave no token for robot@example.iam: invalid_grant Invalid JWT Signature.", problem);
    }

    [Theory]
    [InlineData("not json", "it is not the JSON of a service account: it cannot be read as JSON")]
    [InlineData("[]", "it is not the JSON of a service account: type is not service_account")]
    [InlineData("""{"type":"authorized_user"}""", "it is not the JSON of a service account: type is not service_account")]
    [InlineData("""{"type":"service_account","client_email":7}""", "the service account's JSON has no client_email")]
    [InlineData("""{"type":"service_account","client_email":"a@b"}""", "the service account's JSON has no private_key")]
    [InlineData("""{"type":"service_account","client_email":"a@b","private_key":"x"}""", "the private_key of the service account cannot be read")]
    [InlineData("""{"type":"service_account","client_email":"a@b","private_key":"x","token_uri":"http://example.com/t"}""", "token_uri of the service account is not an https URL")]
    public async Task A_file_that_is_no_service_account_is_told_apart(string json, string problem) =>
        Assert.Equal(problem, await ProblemAsync(Google(json)));

    [Fact]
    public async Task An_address_where_nobody_gives_tokens_is_named()
    {
        using var key = RSA.Create(2048);
        Assert.StartsWith("127.0.0.1 could not be reached:", await ProblemAsync(
            Google(ServiceAccountJson(key, new Uri("http://127.0.0.1:9")))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entra_is_asked_with_client_credentials_for_the_scope()
    {
        var (asked, sent) = ("", "");
        var entra = new EntraTokenSource(new HttpClientTransport(new Answering(request =>
        {
            asked = request.RequestUri!.AbsoluteUri;
            sent = request.Content!.ReadAsStringAsync().GetAwaiter().GetResult();
            return (HttpStatusCode.OK, """{"token_type":"Bearer","expires_in":3599,"access_token":"eyJ.token"}""");
        })));
        var token = await entra.GetAsync(Entra(), CancellationToken.None);
        Assert.Equal("eyJ.token", token.Value);
        Assert.InRange(token.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(50), DateTimeOffset.UtcNow.AddMinutes(61));
        Assert.Equal("https://login.example.com/00000000-0000-0000-0000-000000000001/oauth2/v2.0/token", asked);
        Assert.Contains("grant_type=client_credentials", sent, StringComparison.Ordinal);
        Assert.Contains("scope=https%3A%2F%2Fcognitiveservices.azure.com%2F.default", sent, StringComparison.Ordinal);
        Assert.Contains("client_secret=the-secret", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_entra_refuses_is_told_in_its_words()
    {
        var entra = new EntraTokenSource(new HttpClientTransport(new Answering(_ => (
            HttpStatusCode.Unauthorized,
            """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}"""))));
        var problem = await Assert.ThrowsAsync<CredentialException>(
            async () => await entra.GetAsync(Entra(), CancellationToken.None));
        Assert.Contains("AADSTS7000215", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>The file as Google gives it out, for a key of the test's.</summary>
    internal static string ServiceAccountJson(RSA key, Uri tokenServer) => JsonSerializer.Serialize(
        new Dictionary<string, string>
        {
            ["type"] = "service_account",
            ["client_email"] = "robot@example.iam",
            ["private_key_id"] = "k1",
            ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
            ["token_uri"] = new Uri(tokenServer, "/token").ToString(),
        });

    private async Task<string> ProblemAsync(ProviderCredential credential) =>
        (await Assert.ThrowsAsync<CredentialException>(
            async () => await new GoogleTokenSource(time).GetAsync(credential, CancellationToken.None))).Message;

    private static ProviderCredential Google(string json) => Compile(
        new() { Scheme = CredentialScheme.GoogleServiceAccount, Scope = Scope }, CredentialSamples.Whole(json));

    private static ProviderCredential Entra() => Compile(
        new()
        {
            Scheme = CredentialScheme.EntraClient, Scope = "https://cognitiveservices.azure.com/.default",
            Authority = "https://login.example.com",
        },
        CredentialSamples.Parts(
            (CredentialForm.TenantId, "00000000-0000-0000-0000-000000000001"), (CredentialForm.ClientId, "the-client"),
            (CredentialForm.ClientSecret, "the-secret")));

    private static ProviderCredential Compile(
        CredentialConfig config, IReadOnlyDictionary<string, Secret> parts) =>
        CredentialSamples.Compile([config], [parts]).Providers.Single().Credentials.Single();

    private sealed class Answering(Func<HttpRequestMessage, (HttpStatusCode Status, string Body)> answer)
        : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = answer(request);
            return Task.FromResult(new HttpResponseMessage(status)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"), RequestMessage = request,
            });
        }
    }
}
