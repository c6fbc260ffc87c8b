using System.Security.Cryptography;
using System.Text;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Access;

namespace Godwit.Gateway.Steps;

/// <summary>2. Authenticate: API key to project and organization, from memory.</summary>
internal static class AuthenticateStep
{
    // Read at most this much of a header that a stranger wrote; keys are much shorter.
    private const int MostChars = 256;

    public static Refusal? Run(GatewayRequest request)
    {
        if (!ClientKey.TryFind(request.Http.Request.Headers, out var value, out var start))
            return Refusals.MissingKey;

        var key = request.KnownKey.Find(value, request.Snapshot)
            ?? Find(request, value.AsSpan(start).Trim());
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
