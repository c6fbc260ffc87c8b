using Godwit.Gateway.Realtime;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.ClientApi;

/// <summary>
/// Where a client sends its key: <c>Authorization: Bearer</c>, or the header of its dialect's own SDK.
/// </summary>
internal static class ClientKey
{
    private const string Scheme = "Bearer ";
    private static readonly string[] Bare = ["x-api-key", "x-goog-api-key", "api-key"];

    /// <summary>Finds the one header that carries a key.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="value">The header's value, whole.</param>
    /// <param name="start">Where the key begins in it.</param>
    public static bool TryFind(IHeaderDictionary headers, out string value, out int start)
    {
        var authorization = headers.Authorization;
        if (authorization.Count == 1 && authorization[0] is { } bearer
            && bearer.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            (value, start) = (bearer, Scheme.Length);
            return true;
        }

        foreach (var name in Bare)
        {
            if (headers.TryGetValue(name, out var values) && values is [{ } key])
            {
                (value, start) = (key, 0);
                return true;
            }
        }

        // Browsers can set no header on a WebSocket: their clients put the key among its subprotocols.
        if (headers.TryGetValue("Sec-WebSocket-Protocol", out var protocols)
            && RealtimeProtocols.KeyIn(protocols.ToString()) is { } inProtocol)
        {
            (value, start) = (inProtocol, 0);
            return true;
        }

        (value, start) = ("", 0);
        return false;
    }
}
