using System.Buffers;
using Godwit.Gateway.Counters;

namespace Godwit.Gateway.Journal;

/// <summary>A frame that says what this node claims of a rate in a bucket. It never leaves the node.</summary>
internal static class ClaimFrame
{
    // What neither a record nor what a request holds begins with.
    private const byte Mark = (byte)'r';

    public static bool Is(ReadOnlySpan<byte> payload) => payload is [Mark, ..];

    public static void Write(IBufferWriter<byte> frame, in Claim claim)
    {
        frame.GetSpan(1)[0] = Mark;
        frame.Advance(1);
        FrameFields.Write(frame, claim.Account);
        FrameFields.Write(frame, claim.Period);
        FrameFields.Write(frame, claim.Until);
        FrameFields.Write(frame, claim.Amount);
    }

    public static Claim Read(ReadOnlySpan<byte> payload)
    {
        var rest = payload[1..];
        return new Claim(
            FrameFields.Name(ref rest)!, FrameFields.Number(ref rest), FrameFields.Number(ref rest),
            FrameFields.Number(ref rest));
    }
}
