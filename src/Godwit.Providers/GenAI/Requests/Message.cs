namespace Godwit.Providers.GenAI.Requests;

/// <summary>Who speaks.</summary>
public enum Role
{
    /// <summary>The application's instructions; also the role that OpenAI calls developer.</summary>
    System,
    User,
    Assistant,

    /// <summary>Results of tools, each a <see cref="ToolResultPart"/>.</summary>
    Tool,
}

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Path">Where the client wrote it.</param>
public sealed record Message(Role Role, string Path)
{
    public List<Part> Parts { get; init; } = [];

    /// <summary>Name of the participant, where the client gave one.</summary>
    public string? Name { get; init; }
}
