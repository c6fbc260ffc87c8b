using System.Buffers;
using System.Buffers.Binary;
using Godwit.Providers.Dialects.BedrockConverse;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.Tests.Dialects.Native;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.BedrockConverse;

/// <summary>The binary framing: what is written, and what is made of frames that are corrupt.</summary>
public sealed class ConverseFrameTests
{
    // Made with zlib's crc32, by another program than the one that is tested.
    private const string MessageStopFrame =
        "0000007a00000051ca2c46650d3a6d6573736167652d747970650700056576656e740b3a6576656e742d7479706507000b6d"
        + "65737361676553746f700d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b2273746f7052"
        + "6561736f6e223a22656e645f7475726e227d3dc33bfa";

    private static readonly byte[] Stream = NativeGolden.Frames(
        """
        event messageStart {"role":"assistant"}
        event contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"Hello"}}
        event messageStop {"stopReason":"end_turn"}
        event metadata {"usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2}}
        """);

    [Fact]
    public void A_frame_has_the_bytes_that_another_program_makes_of_it()
    {
        var output = new ArrayBufferWriter<byte>();
        AwsEventFrame.Write(output, "event"u8, "messageStop"u8, """{"stopReason":"end_turn"}"""u8);
        Assert.Equal(MessageStopFrame, Convert.ToHexStringLower(output.WrittenSpan));
    }

    [Fact]
    public void A_stream_with_any_byte_changed_never_ends_as_a_whole_one()
    {
        for (var i = 0; i < Stream.Length; i++)
        {
            var changed = (byte[])Stream.Clone();
            changed[i] ^= 0x20;
            var events = Read(changed);
            Assert.DoesNotContain(events, e => e is AnswerEnded);
        }
    }

    [Fact]
    public void A_changed_payload_is_told_as_a_corrupt_frame()
    {
        var changed = (byte[])Stream.Clone();
        changed[changed.Length - 10] ^= 1;
        var failed = Assert.IsType<AnswerFailed>(Read(changed)[^1]);
        Assert.Equal("corrupt_frame", failed.Error.Code);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(15u)]
    [InlineData(uint.MaxValue)]
    public void A_length_that_can_not_be_is_corrupt_before_anything_is_kept(uint length)
    {
        var prelude = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(prelude, length);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(8), 0x12345678);
        Assert.IsType<AnswerFailed>(Assert.Single(Read(prelude)));
    }

    [Fact]
    public void Headers_of_every_type_are_stepped_over()
    {
        byte[] headers =
        [
            1, (byte)'a', 0, 1, (byte)'b', 1, 1, (byte)'c', 2, 9, 1, (byte)'d', 3, 0, 1, 1, (byte)'e', 4, 0, 0, 0, 1,
            1, (byte)'f', 5, 0, 0, 0, 0, 0, 0, 0, 1, 1, (byte)'g', 6, 0, 2, 7, 7,
            1, (byte)'h', 8, 0, 0, 0, 0, 0, 0, 0, 1, 1, (byte)'i', 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            11, .. ":event-type"u8, 7, 0, 12, .. "messageStart"u8,
        ];
        Assert.IsType<AnswerStarted>(Assert.Single(Read(Frame(headers, "{}"u8))));
    }

    [Theory]
    [InlineData(new byte[] { 1, (byte)'a', 10 })]
    [InlineData(new byte[] { 200, (byte)'a' })]
    [InlineData(new byte[] { 1, (byte)'a', 7, 0, 9, 1 })]
    [InlineData(new byte[] { 1, (byte)'a', 9, 1 })]
    [InlineData(new byte[] { 1, (byte)'a', 6, 1 })]
    public void Headers_that_are_cut_off_or_of_no_type_are_corrupt(byte[] headers)
    {
        var failed = Assert.IsType<AnswerFailed>(Assert.Single(Read(Frame(headers, "{}"u8))));
        Assert.Equal("corrupt_frame", failed.Error.Code);
    }

    [Fact]
    public void Nothing_counts_after_a_failure()
    {
        byte[] bytes = [.. NativeGolden.Frames("exception internalServerException {\"message\":\"m\"}"), .. Stream];
        Assert.IsType<AnswerFailed>(Assert.Single(Read(bytes)));
    }

    private static byte[] Frame(byte[] headers, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[16 + headers.Length + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)frame.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Crc(frame.AsSpan(0, 8)));
        headers.CopyTo(frame, 12);
        payload.CopyTo(frame.AsSpan(12 + headers.Length));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - 4), Crc(frame.AsSpan(0, frame.Length - 4)));
        return frame;
    }

    /// <summary>The checksum bit by bit, as the standard describes it.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    private static List<AnswerEvent> Read(byte[] bytes)
    {
        using var reader = new BedrockConverseDialect().CreateStreamReader();
        var events = new List<AnswerEvent>();
        reader.Feed(bytes, events);
        reader.Complete(events);
        return events;
    }
}
