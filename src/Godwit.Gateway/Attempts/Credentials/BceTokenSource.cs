using System.Globalization;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Snapshot;
using Godwit.Providers.Credentials;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>Tokens that Baidu Cloud gives out for a request that is signed with an access key.</summary>
/// <remarks>https://github.com/baidubce/bce-qianfan-sdk: how users of its access management reach Qianfan.</remarks>
internal sealed class BceTokenSource(TimeProvider time) : ITokenSource, IDisposable
{
    private const int AskedSeconds = 3600;

    // An answer is a few hundred bytes.
    private const int MostBytes = 64 * 1024;

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        MaxResponseContentBufferSize = MostBytes,
    };

    public async ValueTask<SignedToken> GetAsync(ProviderCredential credential, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var uri = new Uri(
            new Uri(credential.Authority!),
            string.Create(CultureInfo.InvariantCulture, $"/v1/BCE-BEARER/token?expireInSeconds={AskedSeconds}"));
        var key = new SigningKey(
            credential.Reveal(CredentialForm.AccessKeyId)!, credential.Reveal(CredentialForm.SecretAccessKey)!,
            credential.Reveal(CredentialForm.SessionToken));
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        foreach (var (name, value) in BceSignature.Sign("GET", uri, key, now))
            request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await client.SendAsync(request, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            return response.IsSuccessStatusCode
                ? Read(body, now)
                : throw new CredentialException(
                    $"{uri.Host} gave no token: status {(int)response.StatusCode} {Text(body, "code")}".TrimEnd());
        }
        catch (HttpRequestException e)
        {
            throw new CredentialException($"{uri.Host} could not be reached: {e.Message}");
        }
    }

    public void Dispose() => client.Dispose();

    private static SignedToken Read(byte[] body, DateTimeOffset now)
    {
        if (Text(body, "token") is not { Length: > 0 } token)
            throw new CredentialException("the answer of Baidu's access management holds no token");
        var asked = now.AddSeconds(AskedSeconds);
        // What was asked for is the most that is believed.
        return DateTimeOffset.TryParse(
            Text(body, "expireTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var said)
            && said < asked && said > now
            ? new SignedToken(token, said)
            : new SignedToken(token, asked);
    }

    private static string? Text(byte[] body, string key)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
