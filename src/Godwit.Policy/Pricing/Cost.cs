using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Pricing;

/// <summary>What a request cost.</summary>
/// <param name="Amount">In <paramref name="Currency"/>, not rounded.</param>
/// <param name="Currency">ISO 4217.</param>
public readonly record struct Cost(decimal Amount, string Currency);

/// <summary>What something is paid for.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CostKind>))]
public enum CostKind
{
    Input,
    CacheReadInput,
    CacheWriteInput,
    CacheWriteHourInput,
    AudioInput,
    Output,
    ReasoningOutput,
    AudioOutput,
    ServerToolCalls,

    /// <summary>Tools that are paid once a request, however often they were called in it.</summary>
    ServerToolRequests,
}

/// <summary>A part of a cost.</summary>
/// <param name="Kind">What was used.</param>
/// <param name="Count">How many tokens, calls or requests.</param>
/// <param name="Price">Price of a million tokens, or of one call or request.</param>
/// <param name="Factor">What the price was multiplied with for the hour and for batch.</param>
/// <param name="Amount">What it comes to.</param>
public sealed record CostPart(CostKind Kind, long Count, decimal Price, decimal Factor, decimal Amount)
{
    /// <summary>The tool that the provider ran; null for tokens, and where it was not told which.</summary>
    public string? Tool { get; init; }
}
