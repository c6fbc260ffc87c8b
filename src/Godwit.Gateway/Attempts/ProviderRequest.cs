using System.Net;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Routing;
using Godwit.Providers.Dialects.OpenAIChat;

namespace Godwit.Gateway.Attempts;

/// <summary>
/// Writes the request to a provider: its URL, its credential, the client's body with the patched fields.
/// </summary>
internal static class ProviderRequest
{
    private const string UserAgent = "godwit";

    // Nothing else of the client's headers is the provider's business, and none of it may choose host or credential.
    private static readonly string[] Passed = ["Idempotency-Key", "OpenAI-Beta"];

    public static HttpRequestMessage Write(GatewayRequest request, TargetRules target, in OpenAIChatRequestPatch patch)
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
        foreach (var name in Passed)
        {
            if ((string?)request.Http.Request.Headers[name] is { } value && HeaderText.IsPlain(value))
                message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
