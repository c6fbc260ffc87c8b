using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Reads streams.</summary>
internal sealed class AnthropicStreamReader : SseStreamReader
{
    private readonly List<AnthropicOpenBlock> open = [];
    private TokenUsage? usage;
    private int parts;
    private int place;
    private bool started;
    private bool finished;

    /// <inheritdoc/>
    protected override void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<AnswerEvent> events)
    {
        // Nearly every event is one of these, and none of them needs a document.
        if (name.SequenceEqual("content_block_delta"u8))
        {
            ReadDelta(data, events);
            return;
        }

        var json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 128 });
        using var document = JsonDocument.ParseValue(ref json);
        var root = document.RootElement;
        switch (root.TextAt("type"u8))
        {
            case "message_start":
                var message = root.At("message"u8) ?? default;
                EnsureStarted(events, message);
                TakeUsage(message, events);
                break;
            case "content_block_start":
                EnsureStarted(events);
                Begin(root, events);
                break;
            case "content_block_delta":
                ReadDelta(data, events);
                break;
            case "content_block_stop":
                if (Find(root.CountAt("index"u8)) is { } block)
                {
                    End(block, events);
                }

                break;
            case "message_delta":
                EnsureStarted(events);
                Finish(root.At("delta"u8) ?? default, events);
                TakeUsage(root, events);
                break;
            case "message_stop":
                EnsureStarted(events);
                Finish(default, events, last: true);
                End(events);
                break;
            case "ping":
                events.Add(KeptAlive.Instance);
                break;
            case "error":
                Fail(AnthropicAnswerReader.ReadError(root) ?? new AnswerError(null, null, ""), events);
                break;
        }
    }

    // The dialect has an end mark: without it, the answer broke off.
    protected override void AtEnd(List<AnswerEvent> events)
    {
    }

    // A provider that only resembles the dialect may leave the start out, or repeat it.
    private void EnsureStarted(List<AnswerEvent> events, JsonElement message = default)
    {
        if (!started)
        {
            started = true;
            events.Add(new AnswerStarted(message.TextAt("id"u8), message.TextAt("model"u8)));
        }
    }

    private void TakeUsage(JsonElement bearer, List<AnswerEvent> events)
    {
        if (AnthropicUsage.Read(bearer.At("usage"u8), usage) is { } read)
        {
            usage = read;
            events.Add(new UsageReported(read));
        }
    }

    private void Begin(JsonElement root, List<AnswerEvent> events)
    {
        var start = root.At("content_block"u8) ?? default;
        var index = root.CountAt("index"u8) ?? -1;
        if (Find(index) is { } before)
        {
            End(before, events);
        }

        var type = start.TextAt("type"u8) ?? "";
        var block = new AnthropicOpenBlock(index, type) { Place = place };
        open.Add(block);
        switch (type)
        {
            case "text":
                Start(block, new TextPart(""), events);
                Append(block, start.TextAt("text"u8), events);
                foreach (var citation in start.ItemsAt("citations"u8))
                {
                    block.Cite(citation.Clone());
                }

                break;
            case "thinking":
                Start(block, new ReasoningPart(), events);
                Append(block, start.TextAt("thinking"u8), events);
                block.Sign(start.TextAt("signature"u8));
                break;
            case "redacted_thinking":
                Start(block, new ReasoningPart(), events);
                block.Sign(start.TextAt("data"u8));
                break;
            case "tool_use":
                var call = new ToolCallPart(start.TextAt("id"u8) ?? "", start.TextAt("name"u8) ?? "", "");
                Start(block, call, events);
                block.Initial = start.At("input"u8)?.GetRawText();
                break;
            default:
                // A block of a tool that the provider runs itself: it is handed on whole, at its end.
                block.Foreign = start.Clone();
                break;
        }
    }

    private void ReadDelta(ReadOnlySpan<byte> data, List<AnswerEvent> events)
    {
        var delta = AnthropicDelta.Read(data);
        if (Find(delta.Index) is not { } block)
        {
            return;
        }

        if (delta.Citation is { } citation)
        {
            block.Cite(citation);
        }
        else if (delta.IsSignature)
        {
            block.Sign(delta.Text);
        }
        else if (block.Foreign is not null)
        {
            block.Input.Append(delta.Text);
        }
        else
        {
            Append(block, delta.Text, events);
        }
    }

    private void Start(AnthropicOpenBlock block, Part part, List<AnswerEvent> events)
    {
        block.Part = parts++;
        events.Add(new PartStarted(0, block.Part, part));
    }

    private void Append(AnthropicOpenBlock block, string? text, List<AnswerEvent> events)
    {
        if (text is not { Length: > 0 })
        {
            return;
        }

        block.HasText = true;
        place += block.Type == "text" ? text.Length : 0;
        events.Add(new PartDelta(0, block.Part, text));
    }

    private void End(AnthropicOpenBlock block, List<AnswerEvent> events)
    {
        open.Remove(block);
        if (block.Foreign is { } foreign)
        {
            Start(block, new ForeignPart(Dialect.AnthropicMessages, block.Type, block.Whole(foreign)), events);
        }
        else if (block is { Type: "tool_use", HasText: false })
        {
            // A call without arguments has an empty object; some providers give the whole input at the start.
            events.Add(new PartDelta(0, block.Part, block.Initial ?? "{}"));
        }

        foreach (var citation in block.Citations)
        {
            var read = AnthropicAnswerReader.Placed(AnthropicCitations.Read(citation), block.Place, place);
            events.Add(new PartCited(0, block.Part, read));
        }

        if (block.Signature is { } signature)
        {
            var closed = block.Type == "redacted_thinking";
            events.Add(new PartSealed(0, block.Part, new ReasoningSeal(Dialect.AnthropicMessages, signature, closed)));
        }

        events.Add(new PartEnded(0, block.Part));
    }

    private void Finish(JsonElement delta, List<AnswerEvent> events, bool last = false)
    {
        var raw = delta.TextAt("stop_reason"u8);
        if (finished || (raw is null && !last))
        {
            return;
        }

        finished = true;
        while (open.Count > 0)
        {
            End(open[0], events);
        }

        if (AnthropicAnswerReader.Explanation(delta) is { } words)
        {
            events.Add(new PartStarted(0, parts, new RefusalPart("")));
            events.Add(new PartDelta(0, parts, words));
            events.Add(new PartEnded(0, parts++));
        }

        events.Add(new ChoiceFinished(0, AnthropicStopReasons.Read(raw), raw)
        {
            StopSequence = delta.TextAt("stop_sequence"u8),
        });
    }

    private AnthropicOpenBlock? Find(long? index)
    {
        foreach (var block in open)
        {
            if (block.Index == index)
            {
                return block;
            }
        }

        return null;
    }
}
