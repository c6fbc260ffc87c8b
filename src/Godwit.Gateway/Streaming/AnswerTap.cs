using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Tapping;

namespace Godwit.Gateway.Streaming;

/// <summary>
/// Looks at one answer while it is relayed, whichever kind it is. Kept with its connection for the next one.
/// </summary>
internal sealed class AnswerTap : IDisposable
{
    private readonly SseTap stream = new(OpenAIChatLook.Instance);
    private readonly SseUsageFilter filter;
    private readonly JsonTap whole = new(OpenAIChatLook.Instance);
    private bool streamed;
    private bool opaque;

    public AnswerTap() => filter = new SseUsageFilter(stream);

    /// <summary>What was learnt so far.</summary>
    public TappedAnswer Answer => streamed ? stream.Answer : whole.Answer;

    /// <summary>Usage was asked for by Godwit alone: its event is taken out on the way.</summary>
    public bool Filters { get; private set; }

    /// <summary>The stream said that it is over.</summary>
    public bool Done => streamed && stream.Done;

    /// <summary>
    /// True for a stream that ended as streams of this dialect do: it said so, or gave a reason to finish; and for
    /// an object that was closed.
    /// </summary>
    public bool EndedWell => streamed
        ? stream.Done || stream.Answer.FinishReasons.Length > 0 || stream.Answer.Error is not null
        : opaque || !whole.InsideObject;

    /// <summary>An event put behind what was relayed needs a line break first.</summary>
    public bool InsideEvent => Filters ? filter.InsideEvent : stream.InsideEvent;

    /// <summary>Begins a new answer; an opaque one is not looked at, unless it is a stream.</summary>
    public void Begin(AnswerLook look, bool isStream, bool hideUsage, bool isOpaque = false)
    {
        streamed = isStream;
        opaque = isOpaque && !isStream;
        Filters = isStream && hideUsage;
        stream.Reset(look);
        filter.Reset();
        whole.Reset(look);
    }

    /// <summary>Looks at bytes that are relayed as they are.</summary>
    public void Look(ReadOnlySpan<byte> chunk)
    {
        if (streamed)
            stream.Feed(chunk);
        else if (!opaque)
            whole.Feed(chunk);
    }

    /// <summary>Looks at bytes, and says which of them to relay.</summary>
    public SseRelay Filter(ReadOnlyMemory<byte> chunk) => filter.Feed(chunk);

    /// <summary>Looks at what is left at the end, and says what of it to relay.</summary>
    public SseRelay Complete()
    {
        if (!Filters && streamed)
            stream.Complete();
        return Filters ? filter.Complete() : default;
    }

    public void Dispose()
    {
        filter.Dispose();
        stream.Dispose();
        whole.Dispose();
    }
}
