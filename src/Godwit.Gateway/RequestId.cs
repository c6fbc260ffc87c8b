using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Godwit.Gateway;

/// <summary>Makes the ids of requests: UUIDv7 (RFC 9562, section 5.7), unguessable and in the order of time.</summary>
/// <remarks>The runtime's own maker asks the system for random bytes once per id, which is a call into the kernel; here
/// one call serves some hundred ids.</remarks>
internal static class RequestId
{
    private const int RandomSize = 10;
    private const int IdsPerCall = 400;

    [ThreadStatic]
    private static byte[]? random;

    [ThreadStatic]
    private static int used;

    /// <summary>A new id.</summary>
    /// <param name="at">When the request began; its milliseconds are the id's first 48 bits.</param>
    public static Guid New(DateTimeOffset at)
    {
        var bytes = random ??= new byte[RandomSize * IdsPerCall];
        if (used == 0)
            RandomNumberGenerator.Fill(bytes);
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, at.ToUnixTimeMilliseconds() << 16);
        bytes.AsSpan(used * RandomSize, RandomSize).CopyTo(id[6..]);
        used = (used + 1) % IdsPerCall;
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }
}
