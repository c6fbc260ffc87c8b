using System.Net;
using System.Security.Cryptography;
using System.Text;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Routing;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.GeminiGenerateContent;

namespace Godwit.Gateway.Attempts;

/// <summary>
/// Writes the request to a provider: its URL, its headers, and the body that was made for it. The credential comes
/// last, over all of it.
/// </summary>
internal static class ProviderRequest
{
    public const string UserAgent = "godwit";

    private const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Writes the request.</summary>
    /// <param name="request">The client's request.</param>
    /// <param name="target">Whom it goes to.</param>
    /// <param name="door">The dialect it goes in.</param>
    /// <param name="content">Its body; null for none.</param>
    public static HttpRequestMessage Write(
        GatewayRequest request, TargetRules target, DoorRules door, HttpContent? content)
    {
        var endpoint = door.EndpointOf(request.Operation.ToPolicy(), request.ProviderStreams);
        if (request.Operation == ClientOperation.CompactResponse)
            endpoint = new UriBuilder(endpoint) { Path = endpoint.AbsolutePath + "/compact" }.Uri;
        if (request.EmbedsMany(door))
            endpoint = GeminiEmbeddingModels.BatchOf(endpoint);
        return Write(request, target, door, HttpMethod.Post, endpoint, content);
    }

    /// <summary>Writes a request of another method, or to another URL.</summary>
    public static HttpRequestMessage Write(
        GatewayRequest request, TargetRules target, DoorRules door, HttpMethod method, Uri uri, HttpContent? content)
    {
        var message = new HttpRequestMessage(method, uri)
        {
            Content = content,
            Version = target.Provider.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (door.Dialect == request.Dialect)
            Forward(request, message);
        if (DialectList.Provider(door.Dialect) is { } dialect)
        {
            Add(message, dialect.Headers);
            if (request.ProviderStreams)
                Add(message, dialect.StreamHeaders);
        }

        if ((string?)request.Http.Request.Headers[IdempotencyKey] is { } key)
            message.Headers.TryAddWithoutValidation(IdempotencyKey, OfProject(request, key));
        return message;
    }

    /// <summary>
    /// The URL of something behind an operation's own; its query, such as Azure's api-version, stays.
    /// </summary>
    public static Uri Extend(Uri endpoint, string suffix)
    {
        var query = suffix.IndexOf('?', StringComparison.Ordinal);
        var (path, more) = query < 0 ? (suffix, "") : (suffix[..query], suffix[(query + 1)..]);
        var own = endpoint.Query.TrimStart('?');
        var all = own.Length > 0 && more.Length > 0 ? $"?{own}&{more}"
            : own.Length + more.Length > 0 ? $"?{own}{more}" : "";
        return new Uri(endpoint.GetLeftPart(UriPartial.Path) + path + all);
    }

    private static void Add(HttpRequestMessage message, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (!message.Headers.NonValidated.Contains(name))
                message.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>
    /// Nothing but what the dialect names of the client's headers is the provider's business, and none of it may choose
    /// host or credential.
    /// </summary>
    private static void Forward(GatewayRequest request, HttpRequestMessage message)
    {
        foreach (var name in DialectList.Client(request.Dialect).ForwardedHeaders)
        {
            if ((string?)request.Http.Request.Headers[name] is { } value && HeaderText.IsPlain(value))
                message.Headers.TryAddWithoutValidation(name, value);
        }
    }

    // The provider knows one account, Godwit's: two projects that choose the same key must not get each other's answer.
    private static string OfProject(GatewayRequest request, string key) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Key!.Project.Name}\n{key}")));
}
