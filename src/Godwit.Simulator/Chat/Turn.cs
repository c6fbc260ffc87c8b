using System.Text.Json;

namespace Godwit.Simulator.Chat;

/// <summary>One step of a conversation, whatever dialect it came in.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Text">Its text; of a tool, the result.</param>
/// <param name="Source">Where it stands in the request: its bytes tell it from others.</param>
internal sealed record Turn(string Role, string Text, JsonElement Source)
{
    /// <summary>Images and documents.</summary>
    public IReadOnlyList<ImagePart> Images { get; init; } = [];

    /// <summary>The assistant's tool calls as text; null when it makes none.</summary>
    public string? Calls { get; init; }
}
