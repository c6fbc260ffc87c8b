using Godwit.Providers.GenAI;

namespace Godwit.Providers.Dialects.Parameters;

/// <summary>What the rules need to know beside the body.</summary>
public readonly record struct ParameterContext
{
    /// <summary>The provider's own name for the model.</summary>
    public required string Model { get; init; }

    /// <summary>The body asks for a stream.</summary>
    public required bool Stream { get; init; }

    /// <summary>Where losses go.</summary>
    public required LossReport Losses { get; init; }

    /// <summary>The client's path of a member of the provider's body; null: they are the same, as in a spliced one.
    /// </summary>
    public Func<string, string>? PathOf { get; init; }
}

/// <summary>What the rules did.</summary>
public enum ParameterOutcome
{
    /// <summary>Nothing: the body goes on byte for byte.</summary>
    Untouched,

    /// <summary>The edited body was written.</summary>
    Edited,

    /// <summary>
    /// Nothing was written: the provider only streams this. Ask for a stream, with the rules applied to that body, and
    /// collect the answer.
    /// </summary>
    OnlyStreams,
}
