using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>Checks the API key of a request, in the header that the door wants it in.</summary>
internal static class KeyCheck
{
    private const string Bearer = "Bearer ";

    public static ProviderError? Check(Exchange exchange)
    {
        HttpRequest request = exchange.Http.Request;
        bool google = exchange.Dialect == Dialect.Gemini
            && ProviderQuirks.FamilyOf(exchange.Provider.Name) is "google-gemini";
        if (google && BearerOf(request).Length > 0 && GoogleKeyOf(request).Length == 0)
        {
            return new(
                ErrorReason.WrongKindOfKey,
                "Request had invalid authentication credentials: an API key is no bearer token, it goes into "
                    + "'x-goog-api-key'.");
        }

        string key = KeyOf(exchange);
        if (key.Length == 0)
        {
            return new(ErrorReason.MissingKey, MissingMessage(exchange.Dialect));
        }

        return exchange.Provider.RequiredKey is not { } required || key == required
            ? null
            : new(ErrorReason.BadKey, "The simulated provider does not know this API key. API key not valid.");
    }

    /// <summary>The key that a request has; empty without one.</summary>
    public static string KeyOf(Exchange exchange) =>
        KeyOf(exchange.Http.Request, exchange.Dialect, exchange.Provider.Name);

    private static string KeyOf(HttpRequest request, Dialect dialect, string provider) => dialect switch
    {
        Dialect.Messages => First(request.Headers["x-api-key"].ToString(), BearerOf(request)),
        Dialect.Gemini => First(GoogleKeyOf(request), BearerOf(request)),
        Dialect.Converse or Dialect.Tencent => First(SignerOf(request), BearerOf(request)),
        _ when ProviderQuirks.FamilyOf(provider) is "anthropic" =>
            First(BearerOf(request), request.Headers["x-api-key"].ToString()),
        _ => First(BearerOf(request), First(request.Headers["api-key"].ToString(), ProtocolKeyOf(request))),
    };

    private static string MissingMessage(Dialect dialect) => dialect switch
    {
        Dialect.Messages => "x-api-key header is required",
        Dialect.Gemini => "Callers without an identity are not allowed: send 'x-goog-api-key: KEY'.",
        _ => "No API key was given: send 'Authorization: Bearer KEY' (or 'api-key: KEY' where that is usual).",
    };

    private static string GoogleKeyOf(HttpRequest request) =>
        First(request.Headers["x-goog-api-key"].ToString(), request.Query["key"].ToString());

    // Browsers cannot set headers on a WebSocket, so the key comes among the protocols it offers.
    private static string ProtocolKeyOf(HttpRequest request)
    {
        const string start = "openai-insecure-api-key.";
        return request.HttpContext.WebSockets.IsWebSocketRequest
            ? request.HttpContext.WebSockets.WebSocketRequestedProtocols
                .FirstOrDefault(protocol => protocol.StartsWith(start, StringComparison.Ordinal))?[start.Length..] ?? ""
            : "";
    }

    private static string First(string one, string other) => one.Length > 0 ? one : other;

    /// <summary>The id of the credential that signed: <c>SCHEME Credential=ID/DATE/…, SignedHeaders=…</c>.</summary>
    private static string SignerOf(HttpRequest request)
    {
        const string mark = "Credential=";
        string authorization = request.Headers.Authorization.ToString();
        int at = authorization.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 || !authorization.Contains("-HMAC-SHA256 ", StringComparison.Ordinal)
            ? ""
            : authorization[(at + mark.Length)..].Split('/', ',')[0];
    }

    private static string BearerOf(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : "";
    }
}
