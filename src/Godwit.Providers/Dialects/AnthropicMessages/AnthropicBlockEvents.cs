using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Writes the events of content blocks, with the indexes the client sees.</summary>
internal sealed class AnthropicBlockEvents(AnswerContext context)
{
    private readonly StreamJson stream = new();
    private int count;

    /// <summary>Where to write.</summary>
    public IBufferWriter<byte> Output { get; set; } = null!;

    /// <summary>Begins an event, whose object is open then.</summary>
    public Utf8JsonWriter BeginEvent(ReadOnlySpan<byte> name)
    {
        Output.Write("event: "u8);
        Output.Write(name);
        Output.Write("\ndata: "u8);
        var writer = stream.Begin(Output);
        writer.WriteStartObject();
        writer.WriteString("type"u8, name);
        return writer;
    }

    /// <summary>Ends an event whose object is open.</summary>
    public void EndEvent(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.Flush();
        Output.Write("\n\n"u8);
    }

    /// <summary>Writes what a block has to say by now, and begins it before where it is not begun.</summary>
    public void Write(AnthropicShownBlock block)
    {
        switch (block.Part)
        {
            case ToolCallPart when block.Shown < 0:
            case TextPart or ReasoningPart when block.Shown < 0 && block.HasHeld:
            case TextPart when block.Shown < 0 && block.HasCitations:
                Begin(block);
                break;
        }

        if (block.HasHeld)
        {
            WriteText(block);
        }

        if (block.HasCitations)
        {
            WriteCitations(block);
        }
    }

    /// <summary>Ends a block, and writes what is known only then: seals, and parts that come whole.</summary>
    public void End(AnthropicShownBlock block)
    {
        switch (block.Part)
        {
            case ReasoningPart when block is { Shown: < 0, Seal: { Closed: true } closed }:
                WriteWhole(closed, AnthropicAnswerWriter.WriteClosed);
                break;
            case ReasoningPart when block.Seal is { } seal:
                if (block.Shown < 0)
                {
                    Begin(block);
                }

                var writer = BeginDelta(block, "signature_delta"u8);
                writer.WriteString("signature"u8, seal.For(Dialect.AnthropicMessages));
                EndDelta(writer);
                break;
            case ForeignPart foreign:
                WriteWhole(foreign.Value, static (json, value) => json.WriteRaw(value));
                break;
        }

        Park(block);
        if (block is { Part: ToolCallPart, Seal: { } key })
        {
            // A call has no place for it: the reader of this dialect gives it back to the call before.
            WriteWhole(key, AnthropicAnswerWriter.WriteClosed);
        }
    }

    /// <summary>Ends the client's block; the part may go on in another one.</summary>
    public void Park(AnthropicShownBlock block)
    {
        if (block.Shown >= 0)
        {
            Stop(block.Shown);
            block.Shown = -1;
        }
    }

    private void Begin(AnthropicShownBlock block)
    {
        block.Shown = count++;
        var writer = BeginStart(block.Shown);
        writer.WriteStartObject();
        switch (block.Part)
        {
            case ToolCallPart call:
                writer.WriteString("type"u8, "tool_use"u8);
                writer.WriteString("id"u8, call.Id);
                writer.WriteString("name"u8, call.Name);
                writer.WriteStartObject("input"u8);
                writer.WriteEndObject();
                writer.WriteCaller();
                break;
            case ReasoningPart:
                writer.WriteString("type"u8, "thinking"u8);
                writer.WriteString("thinking"u8, ""u8);
                writer.WriteString("signature"u8, ""u8);
                break;
            default:
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, ""u8);
                break;
        }

        writer.WriteEndObject();
        EndEvent(writer);
    }

    private void WriteText(AnthropicShownBlock block)
    {
        var writer = block.Part switch
        {
            ToolCallPart => BeginDelta(block, "input_json_delta"u8),
            ReasoningPart => BeginDelta(block, "thinking_delta"u8),
            _ => BeginDelta(block, "text_delta"u8),
        };
        writer.WritePropertyName(block.Part switch
        {
            ToolCallPart => "partial_json"u8,
            ReasoningPart => "thinking"u8,
            _ => "text"u8,
        });
        writer.WriteStringValue(block.Take());
        EndDelta(writer);
    }

    private void WriteCitations(AnthropicShownBlock block)
    {
        foreach (var citation in block.TakeCitations())
        {
            var writer = BeginDelta(block, "citations_delta"u8);
            writer.WritePropertyName("citation"u8);
            AnthropicCitations.Write(writer, citation, context.Provider);
            EndDelta(writer);
        }
    }

    private void WriteWhole<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        var writer = BeginStart(count);
        write(writer, state);
        EndEvent(writer);
        Stop(count++);
    }

    private void Stop(int index)
    {
        var writer = BeginEvent("content_block_stop"u8, index);
        EndEvent(writer);
    }

    private Utf8JsonWriter BeginStart(int index)
    {
        var writer = BeginEvent("content_block_start"u8, index);
        writer.WritePropertyName("content_block"u8);
        return writer;
    }

    private Utf8JsonWriter BeginDelta(AnthropicShownBlock block, ReadOnlySpan<byte> type)
    {
        var writer = BeginEvent("content_block_delta"u8, block.Shown);
        writer.WriteStartObject("delta"u8);
        writer.WriteString("type"u8, type);
        return writer;
    }

    private void EndDelta(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        EndEvent(writer);
    }

    private Utf8JsonWriter BeginEvent(ReadOnlySpan<byte> name, int index)
    {
        var writer = BeginEvent(name);
        writer.WriteNumber("index"u8, index);
        return writer;
    }
}
