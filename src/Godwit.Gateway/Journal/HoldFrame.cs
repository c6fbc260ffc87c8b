using System.Buffers;
using Godwit.Gateway.Counters;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Journal;

/// <summary>
/// A frame that says what a request under way holds of budgets and grants: enough for the record that is to be written
/// should the process die before the request's own. It never leaves the node.
/// </summary>
/// <remarks>One is written for each attempt, before it is sent: a mark, the request's id, and fields.</remarks>
internal static class HoldFrame
{
    // What a record, which is a JSON object, never begins with.
    private const byte Mark = (byte)'h';
    private const byte Holds = 1;
    private const byte Charged = 2;
    private const int IdAt = 1;
    private const int IdSize = 16;

    public static bool Is(ReadOnlySpan<byte> payload) => payload is [Mark, ..];

    public static Guid IdOf(ReadOnlySpan<byte> payload) => new(payload.Slice(IdAt, IdSize));

    public static void Write(IBufferWriter<byte> frame, in UnderWay request, RequestHolds holds)
    {
        var start = frame.GetSpan(IdAt + IdSize);
        start[0] = Mark;
        request.Id.TryWriteBytes(start[IdAt..]);
        frame.Advance(IdAt + IdSize);
        FrameFields.Write(frame, request.StartedAt.UtcTicks);
        FrameFields.Write(frame, request.Revision);
        FrameFields.Write(frame, request.Organization);
        FrameFields.Write(frame, request.Project);
        FrameFields.Write(frame, request.ApiKey);
        FrameFields.Write(frame, request.RequestModel);
        FrameFields.Write(frame, request.Provider);
        FrameFields.Write(frame, request.Model);
        foreach (var charge in holds.Charges ?? [])
            Write(frame, charge);
        foreach (ref readonly var held in holds.Now)
        {
            if (held.IsCharged)
                Write(frame, held);
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
            StartedAt = new DateTimeOffset(FrameFields.Number(ref rest), TimeSpan.Zero),
            SnapshotRevision = FrameFields.Number(ref rest),
            Organization = FrameFields.Name(ref rest),
            Project = FrameFields.Name(ref rest),
            ApiKey = FrameFields.Name(ref rest),
            RequestModel = FrameFields.Name(ref rest),
            Provider = FrameFields.Name(ref rest),
            Model = FrameFields.Name(ref rest),
            Ending = RequestEnding.Lost,
            Charges = ChargesOf(rest),
        };
    }

    private static void Write(IBufferWriter<byte> frame, in Held held)
    {
        Begin(frame, Holds, held.Meter.Account, held.Period);
        FrameFields.Write(frame, held.Amount);
    }

    private static void Write(IBufferWriter<byte> frame, in Charge charge)
    {
        Begin(frame, Charged, charge.Account, charge.Period);
        FrameFields.Write(frame, charge.Reserved);
        FrameFields.Write(frame, charge.Spent);
        FrameFields.Write(frame, charge.Corrected);
    }

    private static void Begin(IBufferWriter<byte> frame, byte kind, string account, long period)
    {
        frame.GetSpan(1)[0] = kind;
        frame.Advance(1);
        FrameFields.Write(frame, account);
        FrameFields.Write(frame, period);
    }

    private static List<Charge> ChargesOf(ReadOnlySpan<byte> rest)
    {
        var charges = new List<Charge>();
        while (!rest.IsEmpty)
            charges.Add(ChargeOf(ref rest));
        return charges;
    }

    // What was held counts as if all of it had been used.
    private static Charge ChargeOf(ref ReadOnlySpan<byte> rest)
    {
        var isHeld = rest[0] == Holds;
        rest = rest[1..];
        var charge = new Charge(
            FrameFields.Name(ref rest)!, FrameFields.Number(ref rest), FrameFields.Number(ref rest), Spent: 0);
        return isHeld ? charge with { Spent = charge.Reserved }
            : charge with { Spent = FrameFields.Number(ref rest), Corrected = FrameFields.Number(ref rest) };
    }
}
