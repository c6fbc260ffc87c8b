using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Messages;

/// <summary>One content block of an answer.</summary>
/// <param name="Type"><c>text</c>, <c>thinking</c>, <c>redacted_thinking</c> or <c>tool_use</c>.</param>
/// <param name="Text">The text or the thoughts; the sealed data of redacted ones.</param>
internal sealed record MessageBlock(string Type, string Text)
{
    /// <summary>The signature of thoughts.</summary>
    public string Signature { get; init; } = "";

    public ToolCall? Call { get; init; }

    /// <summary>The documents that a text cites.</summary>
    public IReadOnlyList<CitedDocument> Citations { get; init; } = [];
}
