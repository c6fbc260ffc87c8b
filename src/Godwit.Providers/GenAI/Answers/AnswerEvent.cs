using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.GenAI.Answers;

/// <summary>
/// Something that happens while an answer arrives. In order: one <see cref="AnswerStarted"/>; parts, each started,
/// filled by deltas and ended, of which several may be open at a time; per choice one <see cref="ChoiceFinished"/>;
/// <see cref="UsageReported"/> any time, the last one counts; one <see cref="AnswerEnded"/> or
/// <see cref="AnswerFailed"/>, after which nothing follows.
/// </summary>
public abstract record AnswerEvent;

/// <summary>The provider began to answer.</summary>
public sealed record AnswerStarted(string? Id, string? Model) : AnswerEvent;

/// <summary>A part begins.</summary>
/// <param name="Choice">Index of the choice.</param>
/// <param name="Index">Index of the part in its choice, counting up from 0 without gaps.</param>
/// <param name="Part">What is known of it: a text or reasoning without words, a tool call without arguments. A part
/// that does not come in pieces is here whole, and no delta follows.</param>
public sealed record PartStarted(int Choice, int Index, Part Part) : AnswerEvent;

/// <summary>More text, reasoning, refusal or arguments of an open part, by the part's kind.</summary>
public sealed record PartDelta(int Choice, int Index, string Text) : AnswerEvent;

/// <summary>
/// The seal of an open reasoning part or tool call; it comes whole. A call whose seal is known when it starts has it
/// there as well, for clients that look for it in a call's first piece alone.
/// </summary>
public sealed record PartSealed(int Choice, int Index, ReasoningSeal Seal) : AnswerEvent;

/// <summary>A citation of an open text part.</summary>
public sealed record PartCited(int Choice, int Index, Citation Citation) : AnswerEvent;

/// <summary>A part ends.</summary>
public sealed record PartEnded(int Choice, int Index) : AnswerEvent;

/// <summary>Probabilities of the tokens since the last ones, in OpenAI's shape; cloned, so valid for good.</summary>
public sealed record LogprobsReported(int Choice, JsonElement Logprobs) : AnswerEvent;

/// <summary>A choice is complete.</summary>
/// <param name="Choice">Index of the choice.</param>
/// <param name="Reason">Why the model stopped.</param>
/// <param name="Raw">The provider's own word.</param>
public sealed record ChoiceFinished(int Choice, FinishReason Reason, string? Raw) : AnswerEvent
{
    public string? StopSequence { get; init; }
}

/// <summary>Usage so far, or of the whole.</summary>
public sealed record UsageReported(TokenUsage Usage) : AnswerEvent;

/// <summary>The provider keeps the connection alive.</summary>
public sealed record KeptAlive : AnswerEvent
{
    /// <summary>The only one.</summary>
    public static KeptAlive Instance { get; } = new();
}

/// <summary>The answer is complete.</summary>
public sealed record AnswerEnded : AnswerEvent
{
    /// <summary>The only one.</summary>
    public static AnswerEnded Instance { get; } = new();
}

/// <summary>The answer broke off with an error.</summary>
public sealed record AnswerFailed(AnswerError Error) : AnswerEvent;
