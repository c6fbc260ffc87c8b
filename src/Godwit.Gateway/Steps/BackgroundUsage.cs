using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Godwit.Gateway.Steps;

/// <summary>
/// The usage of responses that are made in the background: known only when somebody asks for one that is done, and
/// recorded then, once however often and wherever it is asked for.
/// </summary>
/// <remarks>
/// Its record has an id that follows from the request that asked for the response, and the store takes each id once.
/// What this node has recorded is remembered here too, so that a client that goes on polling fills no journal.
/// </remarks>
internal sealed class BackgroundUsage
{
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<Guid, bool> recorded = new();

    /// <summary>True the first time it is asked on this node.</summary>
    public bool IsNew(Guid record)
    {
        // Forgetting costs a record that the store has already and does not take again.
        if (recorded.Count >= MostRemembered)
            recorded.Clear();
        return recorded.TryAdd(record, true);
    }

    /// <summary>The id of the record of usage: of the instant of the request that asked for the response.</summary>
    public static Guid RecordOf(Guid request)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        request.TryWriteBytes(bytes, bigEndian: true, out _);
        SHA256.HashData(bytes, hash);
        hash[..10].CopyTo(bytes[6..]);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>When a request began, by its id.</summary>
    public static DateTimeOffset InstantOf(Guid request)
    {
        Span<byte> bytes = stackalloc byte[16];
        request.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(
            System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16);
    }
}
