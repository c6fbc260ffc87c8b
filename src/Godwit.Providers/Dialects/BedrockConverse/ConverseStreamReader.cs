using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.BedrockConverse;

/// <summary>Reads a stream of binary frames, split anywhere; a corrupt frame fails the answer.</summary>
internal sealed class ConverseStreamReader : IStreamReader
{
    // Amazon's own limit of a frame is 24 MiB.
    private const int MostFrameBytes = 24 * 1024 * 1024;

    private readonly PooledBytes partial = new(MostFrameBytes);
    private readonly ConverseBlocks blocks = new();
    private bool over;
    private bool stopped;

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> chunk, List<AnswerEvent> events)
    {
        while (chunk.Length > 0 && !over)
        {
            // A frame that lies whole in the chunk is read where it is.
            if (partial.Length == 0 && FrameLength(chunk, events) is > 0 and var whole && whole <= chunk.Length)
            {
                Read(chunk[..whole], events);
                chunk = chunk[whole..];
                continue;
            }

            if (over)
                return;
            var wanted = partial.Length < AwsEventFrame.PreludeBytes ? AwsEventFrame.PreludeBytes - partial.Length
                : FrameLength(partial.Span, events) - partial.Length;
            if (over)
                return;
            var taken = Math.Min(wanted, chunk.Length);
            partial.Append(chunk[..taken]);
            chunk = chunk[taken..];
            if (partial.Length >= AwsEventFrame.PreludeBytes
                && FrameLength(partial.Span, events) is > 0 and var length && length == partial.Length)
            {
                Read(partial.Span, events);
                partial.Clear();
            }
        }
    }

    /// <inheritdoc/>
    public void Complete(List<AnswerEvent> events)
    {
        // The frame with the usage comes last; without it the answer is whole all the same.
        if (!over && stopped && partial.Length == 0)
            End(events);
    }

    /// <inheritdoc/>
    public void Dispose() => partial.Dispose();

    /// <summary>The length of the frame that begins here; 0 when too little of it is there.</summary>
    private int FrameLength(ReadOnlySpan<byte> bytes, List<AnswerEvent> events)
    {
        if (bytes.Length < AwsEventFrame.PreludeBytes)
            return 0;
        var length = AwsEventFrame.LengthOf(bytes, MostFrameBytes);
        if (length == 0 && !over)
            Fail(new AnswerError("corrupt_frame", null, "A frame of the provider's stream is corrupt."), events);
        return length;
    }

    private void Read(ReadOnlySpan<byte> bytes, List<AnswerEvent> events)
    {
        if (!AwsEventFrame.TryRead(bytes, out var frame))
        {
            Fail(new AnswerError("corrupt_frame", null, "A frame of the provider's stream is corrupt."), events);
            return;
        }

        if (!frame.MessageType.SequenceEqual("event"u8))
        {
            Fail(ErrorOf(frame), events);
            return;
        }

        try
        {
            ReadEvent(frame, events);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Fail(new AnswerError("invalid_event", null, "An event of the provider's stream is no valid JSON."), events);
        }
    }

    private void ReadEvent(AwsEventFrame frame, List<AnswerEvent> events)
    {
        var json = new Utf8JsonReader(frame.Payload);
        using var document = JsonDocument.ParseValue(ref json);
        var root = document.RootElement;
        if (frame.Name.SequenceEqual("messageStart"u8))
        {
            events.Add(new AnswerStarted(null, null));
        }
        else if (frame.Name.SequenceEqual("contentBlockStart"u8))
        {
            blocks.Start(root, events);
        }
        else if (frame.Name.SequenceEqual("contentBlockDelta"u8))
        {
            blocks.Delta(root, events);
        }
        else if (frame.Name.SequenceEqual("contentBlockStop"u8))
        {
            blocks.Stop(root, events);
        }
        else if (frame.Name.SequenceEqual("messageStop"u8))
        {
            var raw = root.TextAt("stopReason"u8);
            blocks.StopAll(events);
            events.Add(new ChoiceFinished(0, ConverseWords.FinishOf(raw), raw));
            stopped = true;
        }
        else if (frame.Name.SequenceEqual("metadata"u8))
        {
            if (ConverseWords.UsageOf(root.At("usage"u8)) is { } usage)
                events.Add(new UsageReported(usage));
            if (stopped)
                End(events);
        }
    }

    private static AnswerError ErrorOf(AwsEventFrame frame)
    {
        var type = Encoding.UTF8.GetString(frame.Name[..Math.Min(frame.Name.Length, 200)]);
        var body = ErrorBody.Read(frame.Payload);
        return new AnswerError(body?.Code, type.Length > 0 ? type : body?.Type, body?.Message ?? "");
    }

    private void End(List<AnswerEvent> events)
    {
        over = true;
        events.Add(AnswerEnded.Instance);
    }

    private void Fail(AnswerError error, List<AnswerEvent> events)
    {
        over = true;
        events.Add(new AnswerFailed(error));
    }
}
