using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Native;

/// <summary>The fields of a request at a maker's own door that change the answer or its form.</summary>
internal sealed class NativeRequest : AnswerRequest
{
    /// <summary>Each frame of a stream has only what is new; without, everything so far.</summary>
    public bool Incremental { get; init; } = true;
}
