using System.Net;
using System.Security.Cryptography;
using System.Text;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Routing;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Attempts;

/// <summary>
/// Writes the request to a provider: its URL, its credential, the client's body with the patched fields.
/// </summary>
internal static class ProviderRequest
{
    private const string UserAgent = "godwit";

    // Nothing else of the client's headers is the provider's business, and none of it may choose host or credential.
    private const string Beta = "OpenAI-Beta";
    private const string IdempotencyKey = "Idempotency-Key";

    public static HttpRequestMessage Write(GatewayRequest request, TargetRules target, in RequestPatch patch)
    {
        var provider = target.Provider;
        var message = new HttpRequestMessage(HttpMethod.Post, target.Endpoints[request.Operation.ToPolicy()])
        {
            Content = new SplicedContent(patch),
            Version = provider.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (provider.Credential is { } credential)
            message.Headers.TryAddWithoutValidation(credential.Name, credential.Value.Reveal());
        if ((string?)request.Http.Request.Headers[Beta] is { } beta && HeaderText.IsPlain(beta))
            message.Headers.TryAddWithoutValidation(Beta, beta);
        if ((string?)request.Http.Request.Headers[IdempotencyKey] is { } key)
            message.Headers.TryAddWithoutValidation(IdempotencyKey, OfProject(request, key));
        return message;
    }

    // The provider knows one account, Godwit's: two projects that choose the same key must not get each other's answer.
    private static string OfProject(GatewayRequest request, string key) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Key!.Project.Name}\n{key}")));
}
