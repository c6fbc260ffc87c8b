using System.Buffers;
using System.Text;
using Godwit.Providers.Dialects.BedrockConverse;

namespace Godwit.Simulator.Serving;

/// <summary>How events lie in the streams of two makers' own doors.</summary>
internal static class EventFrames
{
    public const string MediaType = BedrockConverseDialect.StreamType;

    /// <summary>A frame of Amazon's binary stream; a name that ends as exceptions do makes it one.</summary>
    public static byte[] Of(string? name, ReadOnlySpan<byte> payload)
    {
        ArrayBufferWriter<byte> output = new(payload.Length + 128);
        bool exception = name?.EndsWith("Exception", StringComparison.Ordinal) == true;
        AwsEventFrame.Write(
            output, exception ? "exception"u8 : "event"u8, Encoding.UTF8.GetBytes(name ?? "unknown"), payload);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Model Studio numbers its events, and says the status of each in a comment.</summary>
    public static void WriteDashScopeHead(IBufferWriter<byte> output, int number, string? name) =>
        Encoding.UTF8.GetBytes(
            $"id:{number}\nevent:{name ?? "result"}\n:HTTP_STATUS/{(name == "error" ? 500 : 200)}\ndata:", output);
}
