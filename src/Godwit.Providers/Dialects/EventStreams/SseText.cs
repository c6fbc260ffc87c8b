using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Godwit.Providers.Dialects.EventStreams;

/// <summary>Writes events of an event stream.</summary>
internal static class SseText
{
    // Relaxed: never HTML, and a text in Chinese stays readable on the wire.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A writer of JSON as clients get it.</summary>
    public static Utf8JsonWriter Json(IBufferWriter<byte> output) => new(output, Options);

    /// <summary>Writes one event whose data are a JSON object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="name">The event's name; empty for none.</param>
    /// <param name="state">What to write.</param>
    /// <param name="write">Writes the object.</param>
    public static void Write<T>(
        IBufferWriter<byte> output, ReadOnlySpan<byte> name, T state, Action<Utf8JsonWriter, T> write)
    {
        if (name.Length > 0)
        {
            output.Write("event: "u8);
            output.Write(name);
            output.Write("\n"u8);
        }

        output.Write("data: "u8);
        using (var json = Json(output))
        {
            write(json, state);
        }

        output.Write("\n\n"u8);
    }
}
