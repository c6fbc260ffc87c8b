using System.Buffers;
using System.Buffers.Binary;

namespace Godwit.Control.Storage.Traffic;

/// <summary>
/// Adds a batch of records up by hour and kind of request, so that the table is written a few times for hundreds of
/// requests. Only records that were not stored before may be added.
/// </summary>
internal sealed class TrafficSums
{
    // Never in a text of the record: JSON texts are UTF-8.
    private const byte Separator = 0xFF;

    private readonly Dictionary<byte[], TrafficSum> sums = new(IdentityComparer.Instance);
    private readonly ArrayBufferWriter<byte> identity = new(512);

    /// <summary>
    /// The sums, always in the same order, so that writers who meet wait for one another and never in a ring.
    /// </summary>
    public IEnumerable<TrafficSum> InOrder =>
        sums.Values.OrderBy(s => s.Hour).ThenBy(s => s.Key, IdentityComparer.Instance);

    /// <summary>Adds a request, and tells to which sum.</summary>
    public TrafficSum Add(RequestRow row)
    {
        var hour = Instants.HourOf(row.StartedAt);
        WriteIdentity(row);
        var lookup = sums.GetAlternateLookup<ReadOnlySpan<byte>>();

        // The hour is no part of the row's name within the hour, but it is of the sum's in the batch.
        var length = identity.WrittenCount;
        BinaryPrimitives.WriteInt64LittleEndian(identity.GetSpan(sizeof(long)), hour.UtcTicks);
        identity.Advance(sizeof(long));
        if (!lookup.TryGetValue(identity.WrittenSpan, out var sum))
        {
            sum = new TrafficSum(identity.WrittenSpan[..length], hour, row);
            lookup[identity.WrittenSpan] = sum;
        }

        sum.Add(row);
        return sum;
    }

    private void WriteIdentity(RequestRow row)
    {
        identity.ResetWrittenCount();
        Write(row.Organization);
        Write(row.Project);
        Write(row.ApiKey);
        Write(row.Operation);
        Write(row.RequestModel);
        Write(row.Provider);
        Write(row.Model);
        Write(row.Evidence);
        Write(row.Decision);
        Write(row.Currency);
        identity.GetSpan(1)[0] = (byte)row.Chain;
        identity.Advance(1);
    }

    private void Write(ReadOnlyMemory<byte> text)
    {
        var span = identity.GetSpan(text.Length + 1);
        text.Span.CopyTo(span);
        span[text.Length] = Separator;
        identity.Advance(text.Length + 1);
    }

    /// <summary>Compares identities by their bytes, and finds them by a span without a copy.</summary>
    private sealed class IdentityComparer
        : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>, IComparer<byte[]>
    {
        public static IdentityComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
