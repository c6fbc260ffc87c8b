using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Godwit.Providers.Dialects.EventStreams;

/// <summary>The one writer of JSON of a stream that is written: each event begins it anew.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "A writer over a buffer that is not its own holds nothing once it is flushed.")]
internal sealed class StreamJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,

        // The order of the calls is fixed; checking it again for every event costs and finds nothing.
        SkipValidation = true,
    };

    private Utf8JsonWriter? json;

    /// <summary>Begins one event's JSON; whoever writes it flushes it at its end.</summary>
    public Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        if (json is null)
        {
            return json = new Utf8JsonWriter(output, Options);
        }

        json.Reset(output);
        return json;
    }
}
