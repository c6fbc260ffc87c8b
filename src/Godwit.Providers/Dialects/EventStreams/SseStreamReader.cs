using System.Text.Json;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.EventStreams;

/// <summary>
/// Reads an event stream to be translated: finds the events, split anywhere, and hands each to its dialect.
/// </summary>
public abstract class SseStreamReader : IStreamReader
{
    // An image may come in one event; more than this is no answer any more.
    private const int MostEventBytes = 32 * 1024 * 1024;

    private readonly PooledBytes partial = new(MostEventBytes);
    private readonly PooledBytes joined = new(MostEventBytes);
    private SseScanner scanner;
    private bool begun;

    /// <summary>Nothing follows any more: the end or a failure was read.</summary>
    protected bool Over { get; private set; }

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> chunk, List<AnswerEvent> events)
    {
        var position = 0;
        while (position < chunk.Length && !Over)
        {
            var start = position;
            var carried = scanner.InsideUnit;
            if (!scanner.FindEnd(chunk, ref position))
            {
                if (scanner.InsideUnit)
                {
                    partial.Append(chunk[start..]);
                }

                return;
            }

            var unit = chunk[start..position];
            if (carried)
            {
                partial.Append(unit);
                unit = partial.Span;
            }

            Read(unit, events);
            partial.Clear();
        }
    }

    /// <inheritdoc/>
    public void Complete(List<AnswerEvent> events)
    {
        if (scanner.InsideUnit && !Over)
        {
            Read(partial.Span, events);
        }

        if (!Over)
        {
            AtEnd(events);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        partial.Dispose();
        joined.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads one event.</summary>
    /// <param name="name">Its name; empty when it has none.</param>
    /// <param name="data">Its data; never empty.</param>
    /// <param name="events">Receives what it means.</param>
    /// <exception cref="JsonException">The data is no JSON: the answer fails.</exception>
    protected abstract void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<AnswerEvent> events);

    /// <summary>The bytes have ended without an end mark.</summary>
    protected abstract void AtEnd(List<AnswerEvent> events);

    /// <summary>Adds the end of the answer.</summary>
    protected void End(List<AnswerEvent> events)
    {
        Over = true;
        events.Add(AnswerEnded.Instance);
    }

    /// <summary>Adds a failure, after which nothing counts.</summary>
    protected void Fail(AnswerError error, List<AnswerEvent> events)
    {
        Over = true;
        events.Add(new AnswerFailed(error));
    }

    private void Read(ReadOnlySpan<byte> unit, List<AnswerEvent> events)
    {
        if (partial.Overflowed)
        {
            Fail(new AnswerError("event_too_large", null, "An event of the provider's stream is too large."), events);
            return;
        }

        if (!begun && unit.StartsWith("\uFEFF"u8))
        {
            unit = unit[3..];
        }

        begun = true;
        if (unit is [(byte)':', ..])
        {
            events.Add(KeptAlive.Instance);
            return;
        }

        var data = SseFields.Data(unit, joined, out var name);
        if (data.IsEmpty)
        {
            return;
        }

        try
        {
            ReadEvent(name, data, events);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var broken = new AnswerError("invalid_event", null, "An event of the provider's stream is not valid JSON.");
            Fail(broken, events);
        }
    }
}
