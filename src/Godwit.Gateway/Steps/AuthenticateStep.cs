using System.Security.Cryptography;
using System.Text;
using Godwit.Policy.Access;

namespace Godwit.Gateway.Steps;

/// <summary>2. Authenticate: API key to project and organization, from memory.</summary>
internal static class AuthenticateStep
{
    private const string Scheme = "Bearer ";

    // Read at most this much of a header that a stranger wrote; keys are much shorter.
    private const int MostChars = 256;

    public static Refusal? Run(GatewayRequest request)
    {
        var header = request.Http.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value
            || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return Refusals.MissingKey;

        var key = request.KnownKey.Find(value, request.Snapshot)
            ?? Find(request, value.AsSpan(Scheme.Length).Trim());
        request.KnownKey = new KnownKey(value, request.Snapshot, key);
        request.Key = key;
        return AccessPolicy.Decide(key, request.StartedAt.UtcTicks) switch
        {
            AccessDecision.Allowed => null,
            AccessDecision.Expired => Refusals.ExpiredKey,
            AccessDecision.Revoked => Refusals.RevokedKey,
            _ => Refusals.InvalidKey,
        };
    }

    private static ApiKeyRules? Find(GatewayRequest request, ReadOnlySpan<char> text)
    {
        Span<byte> key = stackalloc byte[MostChars];
        if (text.Length > MostChars || !Encoding.UTF8.TryGetBytes(text, key, out var length)
            || !ApiKeyFormat.TryValidate(key[..length]))
            return null;
        Span<byte> hash = stackalloc byte[KeyHash.Size];
        SHA256.HashData(key[..length], hash);
        return request.Snapshot.Access.Find(KeyHash.From(hash));
    }
}
