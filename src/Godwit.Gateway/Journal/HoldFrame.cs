using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Godwit.Gateway.Counters;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Journal;

/// <summary>
/// A frame that says what a request under way holds: enough for the record that is to be written should the process
/// die before the request's own. It never leaves the node.
/// </summary>
/// <remarks>
/// One is written for each attempt, before it is sent, and hardly one is ever read: so it is no JSON. A mark and the
/// request's id; instants and amounts as 64 bits, little-endian; names as their length in UTF-8 and their bytes.
/// </remarks>
internal static class HoldFrame
{
    // What a record, which is a JSON object, never begins with.
    private const byte Mark = (byte)'H';
    private const int IdAt = 1;
    private const int IdSize = 16;
    private const int NoName = -1;

    public static bool Is(ReadOnlySpan<byte> payload) => payload is [Mark, ..];

    public static Guid IdOf(ReadOnlySpan<byte> payload) => new(payload.Slice(IdAt, IdSize));

    public static void Write(IBufferWriter<byte> frame, in UnderWay request, RequestHolds holds)
    {
        var start = frame.GetSpan(IdAt + IdSize);
        start[0] = Mark;
        request.Id.TryWriteBytes(start[IdAt..]);
        frame.Advance(IdAt + IdSize);
        Write(frame, request.StartedAt.UtcTicks);
        Write(frame, request.Revision);
        Write(frame, request.Organization);
        Write(frame, request.Project);
        Write(frame, request.ApiKey);
        Write(frame, request.RequestModel);
        Write(frame, request.Provider);
        Write(frame, request.Model);
        foreach (var charge in holds.Charges ?? [])
            Write(frame, charge.Account, charge.Period, charge.Reserved, charge.Spent, charge.Corrected);
        foreach (var held in holds.Now)
        {
            // As if all of it had been used.
            if (!held.IsOfMoment)
                Write(frame, held.Meter.Account, held.Period, held.Amount, held.Amount, 0);
        }
    }

    /// <summary>The record of a request that was lost.</summary>
    public static RequestRecord RecordOf(ReadOnlySpan<byte> payload)
    {
        var id = IdOf(payload);
        var rest = payload[(IdAt + IdSize)..];
        return new RequestRecord
        {
            Id = id,
            StartedAt = new DateTimeOffset(Number(ref rest), TimeSpan.Zero),
            SnapshotRevision = Number(ref rest),
            Organization = Name(ref rest),
            Project = Name(ref rest),
            ApiKey = Name(ref rest),
            RequestModel = Name(ref rest),
            Provider = Name(ref rest),
            Model = Name(ref rest),
            Ending = RequestEnding.Lost,
            Charges = ChargesOf(rest),
        };
    }

    private static List<Charge> ChargesOf(ReadOnlySpan<byte> rest)
    {
        var charges = new List<Charge>();
        while (!rest.IsEmpty)
        {
            charges.Add(new Charge(Name(ref rest)!, Number(ref rest), Number(ref rest), Number(ref rest))
            {
                Corrected = Number(ref rest),
            });
        }

        return charges;
    }

    private static void Write(
        IBufferWriter<byte> frame, string account, long period, long reserved, long spent, long corrected)
    {
        Write(frame, account);
        Write(frame, period);
        Write(frame, reserved);
        Write(frame, spent);
        Write(frame, corrected);
    }

    private static void Write(IBufferWriter<byte> frame, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(frame.GetSpan(sizeof(long)), number);
        frame.Advance(sizeof(long));
    }

    private static void Write(IBufferWriter<byte> frame, string? name)
    {
        var span = frame.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(name?.Length ?? 0));
        var length = name is null ? NoName : Encoding.UTF8.GetBytes(name, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(span, length);
        frame.Advance(sizeof(int) + Math.Max(length, 0));
    }

    private static long Number(ref ReadOnlySpan<byte> rest)
    {
        var number = BinaryPrimitives.ReadInt64LittleEndian(rest);
        rest = rest[sizeof(long)..];
        return number;
    }

    private static string? Name(ref ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[sizeof(int)..];
        if (length == NoName)
            return null;
        var name = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return name;
    }
}
