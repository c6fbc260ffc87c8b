using System.Security.Cryptography;

namespace Godwit.Gateway.State;

/// <summary>Keys for what this gateway hands out and keeps, each from its one secret by what it is for.</summary>
internal static class StateKey
{
    /// <summary>A key of 32 bytes; of an empty secret, one that lasts as long as the process.</summary>
    public static byte[] Derive(GatewayOptions options, ReadOnlySpan<byte> purpose)
    {
        var key = new byte[32];
        var secret = options.SealedIdKey;
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret.IsEmpty ? RandomSecret.Bytes : secret.Span, key, [], purpose);
        return key;
    }

    // One for the process, so that two objects of one process without a secret read each other's.
    private static class RandomSecret
    {
        public static byte[] Bytes { get; } = RandomNumberGenerator.GetBytes(32);
    }
}
