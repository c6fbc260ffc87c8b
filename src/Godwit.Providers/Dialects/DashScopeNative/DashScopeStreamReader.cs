using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Native;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.DashScopeNative;

/// <summary>Reads a stream, which has no end mark but the finish reason.</summary>
/// <param name="cumulative">
/// Every frame repeats the text so far, as it does without <c>incremental_output</c>. The two can't be told apart by
/// their looks: "ha" after "ha" is either. What this gateway asks for is incremental.
/// </param>
internal sealed class DashScopeStreamReader(bool cumulative) : SseStreamReader
{
    private readonly PartFlow flow = new(cumulative);
    private bool begun;

    protected override void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<AnswerEvent> events)
    {
        var json = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref json);
        var root = document.RootElement;
        if (root.At("output"u8) is not { } output)
        {
            // A frame that is neither an answer nor an error says nothing.
            if (DashScopeAnswers.ErrorOf(data) is { } error)
                Fail(error, events);
            return;
        }

        if (!begun)
            events.Add(new AnswerStarted(root.TextAt("request_id"u8), null));
        begun = true;
        if (output.At("choices"u8) is null)
            ReadChoice(output, output, 0, events);
        var number = 0;
        foreach (var choice in output.ItemsAt("choices"u8))
        {
            ReadChoice(
                choice, choice.At("message"u8) ?? default, (int)(choice.CountAt("index"u8) ?? number++), events);
        }

        if (DashScopeAnswers.UsageOf(root) is { } usage)
            events.Add(new UsageReported(usage));
    }

    protected override void AtEnd(List<AnswerEvent> events)
    {
        if (flow.Finished)
            End(events);
    }

    private void ReadChoice(JsonElement choice, JsonElement message, int index, List<AnswerEvent> events)
    {
        flow.Reasoning(index, message.TextAt("reasoning_content"u8), events);
        flow.Text(index, DashScopeAnswers.TextOf(message), events);
        FunctionCalls.Feed(message, index, flow, events);
        if (choice.At("logprobs"u8) is { ValueKind: JsonValueKind.Object } logprobs)
            events.Add(new LogprobsReported(index, logprobs.Clone()));
        if (DashScopeAnswers.FinishOf(choice) is { } raw)
            flow.Finish(index, NativeFinish.Of(raw), raw, events);
    }
}
