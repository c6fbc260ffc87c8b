using System.Buffers;
using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Frames the answers of which a stream is made: each an event, or an item of one list.</summary>
internal sealed class GeminiPieces(AnswerContext context)
{
    private readonly StreamJson stream = new();
    private bool began;

    /// <summary>The provider's id of the answer; null when it gave none.</summary>
    public string? AnswerId { get; set; }

    /// <summary>Writes a piece of one candidate.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="choice">The candidate.</param>
    /// <param name="state">What to write.</param>
    /// <param name="write">Writes its parts.</param>
    /// <param name="logprobs">Probabilities, where the piece brings some.</param>
    public void Write<T>(
        IBufferWriter<byte> output, int choice, T state, Action<Utf8JsonWriter, T> write, JsonElement? logprobs = null)
    {
        var json = BeginJson(output);
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        json.WriteStartObject();
        WriteContent(json, state, write);
        json.WriteNumber("index"u8, choice);
        if (logprobs is { } some)
        {
            GeminiLogprobs.Write(json, some);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        GeminiAnswerWriter.WriteNames(json, AnswerId, context);
        json.WriteEndObject();
        json.Flush();
        End(output);
    }

    /// <summary>Writes what stands before a piece.</summary>
    public void Begin(IBufferWriter<byte> output)
    {
        output.Write(!context.StreamIsArray ? "data: "u8 : began ? ",\r\n"u8 : "["u8);
        began = true;
    }

    /// <summary>Begins a piece and its JSON; whoever writes it flushes it at its end.</summary>
    public Utf8JsonWriter BeginJson(IBufferWriter<byte> output)
    {
        Begin(output);
        return stream.Begin(output);
    }

    /// <summary>Writes what stands after the last piece.</summary>
    public void EndLast(IBufferWriter<byte> output)
    {
        End(output);
        output.Write(context.StreamIsArray ? "]"u8 : default);
    }

    /// <summary>Writes the member <c>content</c> with parts.</summary>
    public static void WriteContent<T>(Utf8JsonWriter json, T state, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        write(json, state);
        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
    }

    /// <summary>The part of a piece that brings no words.</summary>
    public static void WriteNothing(Utf8JsonWriter json, int ignored) =>
        GeminiParts.WriteText(json, "");

    private void End(IBufferWriter<byte> output) => output.Write(context.StreamIsArray ? "\n"u8 : "\n\n"u8);
}
