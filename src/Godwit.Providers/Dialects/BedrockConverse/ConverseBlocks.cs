using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.BedrockConverse;

/// <summary>
/// Follows the content blocks of a stream. Only tool calls announce themselves: a block of text or reasoning begins
/// with its first delta.
/// </summary>
internal sealed class ConverseBlocks
{
    private readonly Dictionary<long, int> open = [];
    private int parts;

    public void Start(JsonElement root, List<AnswerEvent> events)
    {
        if (root.At("start"u8)?.At("toolUse"u8) is { } call)
        {
            Open(root, events, new ToolCallPart(
                call.TextAt("toolUseId"u8) ?? "", call.TextAt("name"u8) ?? "", ""));
        }
    }

    public void Delta(JsonElement root, List<AnswerEvent> events)
    {
        if (root.At("delta"u8) is not { } delta)
            return;
        if (delta.TextAt("text"u8) is { } text)
        {
            events.Add(new PartDelta(0, Open(root, events, new TextPart("")), text));
        }
        else if (delta.At("toolUse"u8) is { } call)
        {
            events.Add(new PartDelta(
                0, Open(root, events, new ToolCallPart("", "", "")), call.TextAt("input"u8) ?? ""));
        }
        else if (delta.At("reasoningContent"u8) is { } reasoning)
        {
            ReadReasoning(root, reasoning, events);
        }
        else if (delta.At("citation"u8) is { } citation && open.TryGetValue(Key(root), out var index))
        {
            events.Add(new PartCited(0, index, ConverseAnswerReader.CitationOf(citation)));
        }
    }

    public void Stop(JsonElement root, List<AnswerEvent> events)
    {
        if (open.Remove(Key(root), out var index))
            events.Add(new PartEnded(0, index));
    }

    public void StopAll(List<AnswerEvent> events)
    {
        foreach (var index in open.Values.Order())
            events.Add(new PartEnded(0, index));
        open.Clear();
    }

    private void ReadReasoning(JsonElement root, JsonElement reasoning, List<AnswerEvent> events)
    {
        var index = Open(root, events, new ReasoningPart());
        if (reasoning.TextAt("text"u8) is { } text)
            events.Add(new PartDelta(0, index, text));
        if (reasoning.TextAt("signature"u8) is { Length: > 0 } signature)
            events.Add(new PartSealed(0, index, new ReasoningSeal(Dialect.BedrockConverse, signature)));
        if (reasoning.TextAt("redactedContent"u8) is { } closed)
            events.Add(new PartSealed(0, index, new ReasoningSeal(Dialect.BedrockConverse, closed, Closed: true)));
    }

    private int Open(JsonElement root, List<AnswerEvent> events, Part part)
    {
        var key = Key(root);
        if (!open.TryGetValue(key, out var index))
        {
            open[key] = index = parts++;
            events.Add(new PartStarted(0, index, part));
        }

        return index;
    }

    private static long Key(JsonElement root) => root.CountAt("contentBlockIndex"u8) ?? 0;
}
