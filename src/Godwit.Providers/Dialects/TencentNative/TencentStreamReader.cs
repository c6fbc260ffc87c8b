using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Native;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.TencentNative;

/// <summary>
/// Reads a stream: frames without an envelope, usage so far in every one, and no end mark but the finish reason.
/// </summary>
internal sealed class TencentStreamReader : SseStreamReader
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

        var json = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref json);
        var root = document.RootElement;
        var frame = root.At("Response"u8) ?? root;
        if (frame.At("Error"u8) is not null || frame.At("ErrorMsg"u8) is not null)
        {
            Fail(TencentAnswers.ErrorOf(data), events);
            return;
        }

        if (!begun)
            events.Add(new AnswerStarted(frame.TextAt("Id"u8), null));
        begun = true;
        var number = 0;
        foreach (var choice in frame.ItemsAt("Choices"u8))
            ReadChoice(choice, (int)(choice.CountAt("Index"u8) ?? number++), events);
        if (TencentAnswers.UsageOf(frame) is { } usage)
            events.Add(new UsageReported(usage));
    }

    protected override void AtEnd(List<AnswerEvent> events)
    {
        if (flow.Finished)
            End(events);
    }

    private void ReadChoice(JsonElement choice, int index, List<AnswerEvent> events)
    {
        var delta = choice.At("Delta"u8) ?? default;
        flow.Reasoning(index, delta.TextAt("ReasoningContent"u8), events);
        flow.Text(index, delta.TextAt("Content"u8), events);
        var number = 0;
        foreach (var call in delta.ItemsAt("ToolCalls"u8))
        {
            var function = call.At("Function"u8) ?? default;
            flow.Call(
                index, (int)(call.CountAt("Index"u8) ?? number), call.TextAt("Id"u8), function.TextAt("Name"u8),
                function.TextAt("Arguments"u8), events);
            number++;
        }

        if (choice.TextAt("FinishReason"u8) is { Length: > 0 } raw)
            flow.Finish(index, NativeFinish.Of(raw), raw, events);
    }
}
