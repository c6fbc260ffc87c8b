using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>
/// The parts of a streamed response, by the item and the place in it. A provider that leaves out deltas, or whole
/// events, is understood by what its later events have.
/// </summary>
internal sealed class ResponsesStreamParts
{
    private const int Whole = -1;
    private readonly Dictionary<(long Item, long Content), Place> places = [];
    private readonly Dictionary<long, string?> reasoningIds = [];
    private readonly HashSet<long> seen = [];
    private int count;

    /// <summary>A function was called.</summary>
    public bool Called { get; private set; }

    /// <summary>Reads one event about parts; nothing for one that is unknown.</summary>
    public void Read(string type, JsonElement read, List<AnswerEvent> events)
    {
        var item = read.CountAt("output_index"u8) ?? 0;
        var content = read.CountAt("content_index"u8) ?? 0;
        switch (type)
        {
            case "response.output_item.added":
                AddItem(item, read.At("item"u8) ?? default, events);
                break;
            case "response.output_item.done":
                EndItem(item, read.At("item"u8) ?? default, events);
                break;
            case "response.content_part.added"
                when read.At("part"u8)?.TextAt("type"u8) is "output_text" or "text" or "refusal":
                _ = At(item, content, Skeleton(read.At("part"u8)), events);
                break;
            case "response.content_part.done":
                var part = read.At("part"u8) ?? default;
                End(item, content, part.TextAt("text"u8) ?? part.TextAt("refusal"u8), events);
                break;
            case "response.output_text.delta":
                Delta(At(item, content, new TextPart(""), events), read, events);
                if (ResponsesAnswerReader.Logprobs(read) is { } logprobs)
                {
                    events.Add(new LogprobsReported(0, logprobs));
                }

                break;
            case "response.refusal.delta":
                Delta(At(item, content, new RefusalPart(""), events), read, events);
                break;
            case "response.output_text.annotation.added":
                Cite(At(item, content, new TextPart(""), events), read, events);
                break;
            case "response.function_call_arguments.delta" when places.TryGetValue((item, Whole), out var call):
                Delta(call, read, events);
                break;
            default:
                ReadReasoning(type, item, read, events);
                break;
        }
    }

    /// <summary>Adds what only the whole response has, and ends what is open.</summary>
    public void Finish(JsonElement response, List<AnswerEvent> events)
    {
        long index = 0;
        foreach (var item in response.ItemsAt("output"u8))
        {
            // What was seen already is passed over there.
            EndItem(index++, item, events);
        }

        foreach (var place in places.Values.OrderBy(place => place.Index))
        {
            Close(place, events);
        }
    }

    private void ReadReasoning(string type, long item, JsonElement read, List<AnswerEvent> events)
    {
        switch (type)
        {
            case "response.reasoning_summary_part.added" when read.CountAt("summary_index"u8) > 0
                && places.TryGetValue((item, Whole), out var begun) && begun.Summary && !begun.Ended:
                events.Add(new PartDelta(0, begun.Index, "\n\n"));
                break;
            case "response.reasoning_summary_text.delta":
                Reason(item, summary: true, read, events);
                break;
            case "response.reasoning_text.delta" or "response.reasoning.delta":
                Reason(item, summary: false, read, events);
                break;
        }
    }

    private void Reason(long item, bool summary, JsonElement read, List<AnswerEvent> events)
    {
        var id = reasoningIds.GetValueOrDefault(item) ?? read.TextAt("item_id"u8);
        var place = At(item, Whole, new ReasoningPart { Id = id, IsSummary = summary }, events);
        if (place.Summary == summary)
        {
            Delta(place, read, events);
        }
    }

    private void AddItem(long index, JsonElement item, List<AnswerEvent> events)
    {
        switch (item.TextAt("type"u8))
        {
            case "function_call":
                Called = true;
                _ = At(index, Whole, ResponsesAnswerReader.ReadCall(item), events);
                break;
            case "reasoning":
                // Whether its words are a summary shows in the first of them.
                reasoningIds[index] = item.TextAt("id"u8);
                break;
        }
    }

    private void EndItem(long index, JsonElement item, List<AnswerEvent> events)
    {
        if (!seen.Add(index))
        {
            return;
        }

        switch (item.TextAt("type"u8))
        {
            case "message":
                EndMessage(index, item, events);
                break;
            case "function_call":
                Called = true;
                _ = At(index, Whole, ResponsesAnswerReader.ReadCall(item), events);
                End(index, Whole, item.TextAt("arguments"u8), events);
                break;
            case "reasoning":
                var whole = ResponsesAnswerReader.ReadReasoning(item);
                var place = At(index, Whole, whole with { Text = "", Seal = null }, events);
                if (whole.Seal is { } seal && !place.Ended)
                {
                    events.Add(new PartSealed(0, place.Index, seal));
                }

                End(index, Whole, whole.Text, events);
                break;
            case { } other:
                _ = At(index, Whole, new ForeignPart(Dialect.OpenAIResponses, other, item.Clone()), events);
                End(index, Whole, null, events);
                break;
        }
    }

    private void EndMessage(long index, JsonElement item, List<AnswerEvent> events)
    {
        long content = 0;
        foreach (var part in item.ItemsAt("content"u8))
        {
            if (!places.ContainsKey((index, content)))
            {
                var place = At(index, content, Skeleton(part), events);
                foreach (var annotation in part.ItemsAt("annotations"u8))
                {
                    if (ResponsesAnnotations.ReadOne(annotation) is { } citation)
                    {
                        events.Add(new PartCited(0, place.Index, citation));
                    }
                }
            }

            End(index, content++, part.TextAt("text"u8) ?? part.TextAt("refusal"u8), events);
        }
    }

    private Place At(long item, long content, Part part, List<AnswerEvent> events)
    {
        if (places.TryGetValue((item, content), out var place))
        {
            return place;
        }

        place = places[(item, content)] = new Place(count++, part is ReasoningPart { IsSummary: true });
        events.Add(new PartStarted(0, place.Index, part));
        return place;
    }

    private static void Delta(Place place, JsonElement read, List<AnswerEvent> events)
    {
        if (!place.Ended && read.TextAt("delta"u8) is { Length: > 0 } text)
        {
            place.Filled = true;
            events.Add(new PartDelta(0, place.Index, text));
        }
    }

    private static void Cite(Place place, JsonElement read, List<AnswerEvent> events)
    {
        if (!place.Ended && ResponsesAnnotations.ReadOne(read.At("annotation"u8) ?? default) is { } citation)
        {
            events.Add(new PartCited(0, place.Index, citation));
        }
    }

    private void End(long item, long content, string? text, List<AnswerEvent> events)
    {
        if (!places.TryGetValue((item, content), out var place) || place.Ended)
        {
            return;
        }

        if (!place.Filled && text is { Length: > 0 })
        {
            events.Add(new PartDelta(0, place.Index, text));
        }

        Close(place, events);
    }

    private static void Close(Place place, List<AnswerEvent> events)
    {
        if (!place.Ended)
        {
            place.Ended = true;
            events.Add(new PartEnded(0, place.Index));
        }
    }

    private static Part Skeleton(JsonElement? part) =>
        part?.TextAt("type"u8) == "refusal" ? new RefusalPart("") : new TextPart("");

    private sealed class Place(int index, bool summary)
    {
        public int Index => index;

        public bool Summary => summary;

        public bool Filled { get; set; }

        public bool Ended { get; set; }
    }
}
