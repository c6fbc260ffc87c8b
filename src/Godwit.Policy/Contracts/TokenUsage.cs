using System.Text.Json.Serialization;

namespace Godwit.Policy.Contracts;

/// <summary>Tokens as the provider counted them; null where it gave no figure.</summary>
/// <param name="InputTokens">All of the input, what was read from or written to a cache included.</param>
/// <param name="OutputTokens">All of the output, reasoning included.</param>
/// <param name="CacheReadInputTokens">Input that was read from a cache.</param>
/// <param name="ReasoningOutputTokens">Output that is reasoning.</param>
public readonly record struct TokenUsage(
    long? InputTokens, long? OutputTokens, long? CacheReadInputTokens, long? ReasoningOutputTokens)
{
    /// <summary>No answer has more; a larger figure is none, and sums stay far from the limits of the type.</summary>
    public const long MostTokens = 1_000_000_000_000;

    /// <summary>Input that was written to a cache, whatever its lifetime.</summary>
    public long? CacheWriteInputTokens { get; init; }

    /// <summary>The part of <see cref="CacheWriteInputTokens"/> that is kept for an hour.</summary>
    public long? CacheWriteHourInputTokens { get; init; }

    /// <summary>Input that is sound.</summary>
    public long? AudioInputTokens { get; init; }

    /// <summary>Output that is sound.</summary>
    public long? AudioOutputTokens { get; init; }

    /// <summary>Input that is pictures.</summary>
    public long? ImageInputTokens { get; init; }

    /// <summary>Output that is pictures.</summary>
    public long? ImageOutputTokens { get; init; }

    /// <summary>Tools the provider ran itself, such as a web search, in calls.</summary>
    public long? ServerToolCalls { get; init; }

    /// <summary>
    /// The calls of <see cref="ServerToolCalls"/> by tool; null where there are none, or nobody says which they were.
    /// </summary>
    public ServerToolCounts? ServerTools { get; init; }

    /// <summary>
    /// Input and output together, from a provider that does not tell them apart; null where both are known. Records
    /// have the parts instead.
    /// </summary>
    [JsonIgnore]
    public long? TotalTokens { get; init; }

    /// <summary>The sum, kind by kind; what neither knows stays unknown.</summary>
    public TokenUsage Plus(in TokenUsage other) => new(
        Sum(InputTokens, other.InputTokens), Sum(OutputTokens, other.OutputTokens),
        Sum(CacheReadInputTokens, other.CacheReadInputTokens),
        Sum(ReasoningOutputTokens, other.ReasoningOutputTokens))
    {
        CacheWriteInputTokens = Sum(CacheWriteInputTokens, other.CacheWriteInputTokens),
        CacheWriteHourInputTokens = Sum(CacheWriteHourInputTokens, other.CacheWriteHourInputTokens),
        AudioInputTokens = Sum(AudioInputTokens, other.AudioInputTokens),
        AudioOutputTokens = Sum(AudioOutputTokens, other.AudioOutputTokens),
        ImageInputTokens = Sum(ImageInputTokens, other.ImageInputTokens),
        ImageOutputTokens = Sum(ImageOutputTokens, other.ImageOutputTokens),
        ServerToolCalls = Sum(ServerToolCalls, other.ServerToolCalls),
        ServerTools = ServerToolCounts.Add(ServerTools, other.ServerTools),
        TotalTokens = Sum(TotalTokens, other.TotalTokens),
    };

    private static long? Sum(long? one, long? other) =>
        one is null ? other : other is null ? one : Math.Min(one.Value + other.Value, MostTokens);
}
