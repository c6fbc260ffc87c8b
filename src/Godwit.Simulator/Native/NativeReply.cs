using System.Text.Json;
using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Native;

/// <summary>An answer before it is written in one of the makers' own forms, plain or as a stream.</summary>
internal sealed record NativeReply
{
    public required NativeRequest Request { get; init; }

    public required string Id { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long Created { get; init; }

    public required IReadOnlyList<ChatAnswer> Answers { get; init; }

    public required int InputTokens { get; init; }

    public required int CachedTokens { get; init; }

    /// <summary>Writes what the simulator says of the request.</summary>
    public required Action<Utf8JsonWriter> Echo { get; init; }

    public int ContentTokens => Answers.Sum(answer => answer.ContentTokens);

    public int ReasoningTokens => Answers.Sum(answer => answer.ReasoningTokens);
}
