using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Tokens;

namespace Godwit.Providers.Dialects.Tapping;

/// <summary>
/// Where a dialect's answers bear what a tap looks for: usage, model, endings and errors. Without state: one serves
/// every answer.
/// </summary>
public abstract class AnswerLook
{
    /// <summary>Whether an event says that the stream is over.</summary>
    public abstract bool IsEnd(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data);

    /// <summary>
    /// Whether an event must be parsed once some content was seen; before that, every one is. May err to yes.
    /// </summary>
    public abstract bool IsWorthParsing(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data);

    /// <summary>Takes what the event tells; true when it bears usage and nothing else.</summary>
    /// <exception cref="JsonException">The data is no JSON.</exception>
    public abstract bool ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, TappedAnswer answer);

    /// <summary>Measures the output in an event of a stream; called for every one.</summary>
    /// <exception cref="JsonException">The data is no JSON.</exception>
    public virtual void Measure(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, OutputMeter output)
    {
        // What is no text has no estimate.
    }

    /// <summary>
    /// Where the text of an event of a stream stands that tells nothing but that text, whatever the text is; null for
    /// an event that tells more, or of which that is not certain.
    /// </summary>
    public virtual EventText? TextOf(ReadOnlySpan<byte> data) => null;

    /// <summary>
    /// Where a member of a plain answer leads: 0 where nothing below it is looked for, else a number of the look's own.
    /// </summary>
    /// <param name="within">The place of the container it is a member of; 0 for the answer itself.</param>
    /// <param name="name">The member's name.</param>
    public virtual int Place(int within, ReadOnlySpan<byte> name) => 0;

    /// <summary>Whether what stands at a place is a list.</summary>
    public virtual bool IsList(int place) => false;

    /// <summary>Takes a text at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="text">Its beginning.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="answer">Where what it tells is kept.</param>
    public virtual void TakeText(int place, ReadOnlySpan<byte> text, long length, TappedAnswer answer)
    {
        // A dialect whose answers tell everything at their top has no places.
    }

    /// <summary>An item of a list at the top that has a place is over.</summary>
    public virtual void EndItem(TappedAnswer answer)
    {
        // What an item tells, its texts have told.
    }

    /// <summary>What a member at the top of a plain answer bears.</summary>
    public abstract TappedMember Member(ReadOnlySpan<byte> name);

    /// <summary>Reads the usage object the reader stands on and moves to its end; null when it is none.</summary>
    public abstract TokenUsage? ReadUsage(ref Utf8JsonReader json);
}
