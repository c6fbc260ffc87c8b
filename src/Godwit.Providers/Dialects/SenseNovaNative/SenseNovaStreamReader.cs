using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Native;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.SenseNovaNative;

/// <summary>Reads a stream: frames in <c>data</c> with a <c>status</c> beside it, ended by <c>[DONE]</c>.</summary>
internal sealed class SenseNovaStreamReader : SseStreamReader
{
    private readonly PartFlow flow = new();
    private bool begun;

    protected override void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<AnswerEvent> events)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            End(events);
            return;
        }

        if (SenseNovaAnswers.ErrorOf(data) is { } error)
        {
            Fail(error, events);
            return;
        }

        var json = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref json);
        var frame = document.RootElement.At("data"u8) ?? default;
        if (!begun)
            events.Add(new AnswerStarted(frame.TextAt("id"u8), null));
        begun = true;
        var number = 0;
        foreach (var choice in frame.ItemsAt("choices"u8))
            ReadChoice(choice, (int)(choice.CountAt("index"u8) ?? number++), events);
        if (SenseNovaAnswers.UsageOf(frame) is { } usage)
            events.Add(new UsageReported(usage));
    }

    protected override void AtEnd(List<AnswerEvent> events)
    {
        // Public clients rely on the end mark; a finish reason makes the answer whole all the same.
        if (flow.Finished)
            End(events);
    }

    private void ReadChoice(JsonElement choice, int index, List<AnswerEvent> events)
    {
        var delta = choice.At("delta"u8) ?? default;
        flow.Reasoning(index, SenseNovaAnswers.ReasoningOf(choice, delta), events);
        flow.Text(index, delta.Text() ?? delta.TextAt("content"u8), events);
        FunctionCalls.Feed(choice, index, flow, events);
        FunctionCalls.Feed(delta, index, flow, events);
        if (choice.TextAt("finish_reason"u8) is { Length: > 0 } raw)
            flow.Finish(index, NativeFinish.Of(raw), raw, events);
    }
}
