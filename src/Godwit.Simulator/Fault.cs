using System.Diagnostics.CodeAnalysis;
using Godwit.Simulator.Faults;

namespace Godwit.Simulator;

/// <summary>One scripted misbehaviour. It applies to each matching request until it is used up.</summary>
public sealed record Fault
{
    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>For how many requests; null for ever.</summary>
    public int? Times { get; init; }

    /// <summary>How long after it was armed it still applies; null for ever.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How many content chunks of a stream come before it; null takes the kind's default.</summary>
    public int? AfterChunks { get; init; }

    /// <summary>The value of <c>Retry-After</c>, rounded up to seconds; null sends none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long it waits before (or, for a stall, before it goes on); null takes the kind's default.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>The only model it applies to; null applies to all.</summary>
    public string? Model { get; init; }

    /// <summary>The share of matching requests it applies to, 0 to 1, drawn from the seed; null is all.</summary>
    public double? Probability { get; init; }

    /// <summary>Reads <c>kind[:field=value]...</c>, for example <c>rate_limit:times=1:retry_after=2s</c>.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="fault">The fault, when the text is right.</param>
    /// <param name="error">What is wrong and what is accepted, when it is not.</param>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out Fault? fault, [NotNullWhen(false)] out string? error) =>
        FaultSyntax.TryParse(text, out fault, out error);

    /// <summary>The text that <see cref="TryParse"/> reads back.</summary>
    public override string ToString() => FaultSyntax.Format(this);
}
