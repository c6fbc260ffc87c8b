using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Responses;

/// <summary>One item of a response's output.</summary>
/// <param name="Type"><c>reasoning</c>, <c>message</c> or <c>function_call</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Text">The text of a message; what is shown of a reasoning.</param>
internal sealed record OutputItem(string Type, string Id, string Text)
{
    /// <summary>The reasoning is shown as it is instead of as a summary.</summary>
    public bool Open { get; init; }

    /// <summary>The reasoning in the form that only the provider reads.</summary>
    public string? Encrypted { get; init; }

    public ToolCall? Call { get; init; }

    public string Status { get; init; } = "completed";
}
