using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>Checks the API key of a request.</summary>
internal static class KeyCheck
{
    private const string Bearer = "Bearer ";

    public static ProviderError? Check(HttpRequest request, string? required)
    {
        string key = KeyOf(request);
        if (key.Length == 0)
        {
            return new(
                ErrorReason.MissingKey,
                "No API key was given: send 'Authorization: Bearer KEY' (or 'api-key: KEY' where that is usual).");
        }

        return required is null || key == required
            ? null
            : new(ErrorReason.BadKey, "The simulated provider does not know this API key.");
    }

    private static string KeyOf(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : request.Headers["api-key"].ToString();
    }
}
