using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Responses;

/// <summary>A response, before it is written plain or as a stream.</summary>
internal sealed record ResponseReply
{
    public required ResponsesRequest Request { get; init; }

    public required string Provider { get; init; }

    public required string Id { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long Created { get; init; }

    public required IReadOnlyList<OutputItem> Items { get; init; }

    public required Finish Finish { get; init; }

    public required TokenUsage Usage { get; init; }

    /// <summary>Deltas carry random padding.</summary>
    public bool Obfuscation { get; init; }

    /// <summary>A status that does not follow from the answer: waiting, cancelled or failed.</summary>
    public string? OtherStatus { get; init; }

    public string Status => OtherStatus ?? (Finish is Finish.Length or Finish.Filtered ? "incomplete" : "completed");

    /// <summary>It is over, one way or the other, and has its usage.</summary>
    public bool Ended => Status is "completed" or "incomplete";
}
