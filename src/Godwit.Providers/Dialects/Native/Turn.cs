using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Native;

/// <summary>One message as the makers' own doors share it: a role, content, calls, or a call's result.</summary>
internal sealed class Turn(string role, string path)
{
    public string Role => role;

    public string Path => path;

    /// <summary>Texts and media in their order.</summary>
    public List<Part> Content { get; } = [];

    public List<ToolCallPart> Calls { get; } = [];

    /// <summary>The call whose result this is; null for any other message.</summary>
    public string? CallId { get; init; }

    /// <summary>Name of the tool whose result this is, where it is known.</summary>
    public string? ToolName { get; init; }

    public bool HasMedia => Content.Exists(part => part is MediaPart);

    /// <summary>The texts, one after the other.</summary>
    public string Text => string.Join('\n', Content.OfType<TextPart>().Select(part => part.Text));
}
