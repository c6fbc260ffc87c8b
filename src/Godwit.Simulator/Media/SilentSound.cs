using System.Buffers.Binary;

namespace Godwit.Simulator.Media;

/// <summary>Makes sounds that nobody hears, in the forms that need no encoder.</summary>
internal static class SilentSound
{
    private const int SamplesPerSecond = 24_000;
    private const int SamplesPerToken = SamplesPerSecond / 4;
    private const int Mp3FrameLength = 417;
    private const int Mp3FramesPerToken = 10;

    /// <summary>The bytes and their media type; null for a form that would need an encoder.</summary>
    public static (byte[] Bytes, string MediaType)? Of(string format, int tokens) => format switch
    {
        "pcm" => (new byte[tokens * SamplesPerToken * 2], "audio/pcm"),
        "wav" => (Wav(tokens * SamplesPerToken * 2), "audio/wav"),
        "mp3" => (Mp3(tokens * Mp3FramesPerToken), "audio/mpeg"),
        _ => null,
    };

    private static byte[] Wav(int length)
    {
        byte[] wav = new byte[44 + length];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), 36 + length);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), SamplesPerSecond);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), SamplesPerSecond * 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), length);
        return wav;
    }

    // A frame of MPEG 1, layer 3, 128 kbit/s at 44.1 kHz whose side information is all zero is silence.
    private static byte[] Mp3(int frames)
    {
        byte[] mp3 = new byte[frames * Mp3FrameLength];
        for (int at = 0; at < mp3.Length; at += Mp3FrameLength)
        {
            mp3[at] = 0xFF;
            mp3[at + 1] = 0xFB;
            mp3[at + 2] = 0x90;
        }

        return mp3;
    }
}
