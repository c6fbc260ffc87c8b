using System.Buffers;
using System.Text;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.Attempts.Credentials;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts.Credentials;

/// <summary>Bodies of every form are signed as they arrive at a provider.</summary>
public sealed class CredentialSigningTests
{
    private const string Secret = "a-secret";
    private readonly CredentialTurn turn = new();

    [Theory]
    [InlineData("translated", 10)]
    [InlineData("translated", 1_000_000)]
    [InlineData("other", 10)]
    [InlineData("none", 0)]
    public async Task A_body_is_signed_as_it_is_sent(string form, int length)
    {
        var verified = false;
        await using var provider = await TokenServer.StartAsync((request, body) =>
        {
            verified = SignatureCheck.Aws(request, body, Secret) && body.Length == length;
            return (200, "{}");
        });
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(provider.Address, "/model/a%3A0/converse"))
        {
            Content = Body(form, new string('x', length)),
        };
        await ApplyAsync(message, Aws());
        using var client = new HttpClient();
        using var response = await client.SendAsync(message);
        Assert.True(verified);
    }

    [Fact]
    public async Task Without_an_action_for_the_operation_nothing_is_signed_and_it_is_said()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "https://example.com/");
        var problem = await Assert.ThrowsAsync<CredentialException>(async () => await ApplyAsync(message, Tencent()));
        Assert.Contains("no action", problem.Message, StringComparison.Ordinal);
        Assert.Null(message.Headers.Authorization);
    }

    [Fact]
    public async Task An_action_that_the_dialect_names_comes_before_the_catalogs()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "https://example.com/");
        message.Headers.Add("X-TC-Action", "GetEmbedding");
        message.Headers.Add("X-TC-Version", "2023-09-01");
        await ApplyAsync(message, Tencent());
        Assert.Equal("GetEmbedding", message.Headers.GetValues("X-TC-Action").Single());
        Assert.Contains(
            "SignedHeaders=content-type;host;x-tc-action", message.Headers.GetValues("Authorization").Single(),
            StringComparison.Ordinal);
    }

    private static HttpContent? Body(string form, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (form == "other")
            return new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } };
        if (form == "none")
            return null;
        var body = new ArrayBufferWriter<byte>();
        body.Write(bytes);
        return new TranslatedContent(body);
    }

    private async Task ApplyAsync(HttpRequestMessage message, ProviderCredential credential)
    {
        var snapshots = new SnapshotHolder();
        using var bce = new BceTokenSource(TimeProvider.System);
        using var tokens = new TokenCache(
            snapshots,
            new TokenSources(
                new SigningTokenSource(TimeProvider.System), bce, new GoogleTokenSource(TimeProvider.System),
                new EntraTokenSource()),
            TimeProvider.System, NullLogger<TokenCache>.Instance);
        await new CredentialSigning(tokens, TimeProvider.System)
            .ApplyAsync(message, credential, turn, null, Operation.Chat, CancellationToken.None);
    }

    private static ProviderCredential Aws() => CredentialSamples.Compile(
        [new() { Scheme = CredentialScheme.AwsSigV4, Service = "bedrock", CloudRegion = "us-east-1" }],
        [CredentialSamples.Parts((CredentialForm.AccessKeyId, "id"), (CredentialForm.SecretAccessKey, Secret))])
        .Providers.Single().Credentials.Single();

    private static ProviderCredential Tencent() => CredentialSamples.Compile(
        [new() { Scheme = CredentialScheme.Tc3HmacSha256, Service = "hunyuan" }],
        [CredentialSamples.Parts((CredentialForm.SecretId, "id"), (CredentialForm.SecretKey, Secret))])
        .Providers.Single().Credentials.Single();
}
