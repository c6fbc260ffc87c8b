using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Realtime;

/// <summary>What a <c>response.create</c> asks for, after the session's settings.</summary>
internal sealed class RealtimeRequest : AnswerRequest
{
    /// <summary>The answer is spoken; otherwise it is text.</summary>
    public bool Audio { get; init; }
}
