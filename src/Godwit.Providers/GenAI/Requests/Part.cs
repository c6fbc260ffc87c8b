using System.Text.Json;
using Godwit.Policy.Catalog;

namespace Godwit.Providers.GenAI.Requests;

/// <summary>A piece of a message or of an answer.</summary>
public abstract record Part
{
    /// <summary>Where the client wrote it; empty in answers.</summary>
    public string Path { get; init; } = "";

    /// <summary>Asks the provider to cache the prompt up to here.</summary>
    public CacheMark? Cache { get; init; }
}

/// <summary>A place up to which the prompt is to be cached.</summary>
/// <param name="Path">Where the client wrote it.</param>
/// <param name="Hour">For an hour instead of some minutes.</param>
public sealed record CacheMark(string Path, bool Hour);

/// <summary>Text.</summary>
public sealed record TextPart(string Text) : Part
{
    /// <summary>What the text rests on; null without citations.</summary>
    public IReadOnlyList<Citation>? Citations { get; init; }
}

/// <summary>A model's words for why it does not answer.</summary>
public sealed record RefusalPart(string Text) : Part;

/// <summary>Reasoning that a model shows, or hands on closed.</summary>
public sealed record ReasoningPart : Part
{
    /// <summary>The reasoning in words; empty when it is closed.</summary>
    public string Text { get; init; } = "";

    /// <summary>True when the words are a summary, not the reasoning itself.</summary>
    public bool IsSummary { get; init; }

    /// <summary>
    /// What the provider needs back unchanged: Anthropic's signature, Gemini's thought signature, OpenAI's encrypted
    /// content. Null without one.
    /// </summary>
    public ReasoningSeal? Seal { get; init; }

    /// <summary>The item's id, where the dialect has one.</summary>
    public string? Id { get; init; }
}

/// <summary>A call of a tool by the model.</summary>
/// <param name="Id">Id that the result names.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">JSON text as the model wrote it, which may be empty or broken.</param>
public sealed record ToolCallPart(string Id, string Name, string Arguments) : Part
{
    /// <summary>Gemini's thought signature of a call.</summary>
    public ReasoningSeal? Seal { get; init; }
}

/// <summary>The result of a tool call.</summary>
/// <param name="CallId">The call's id.</param>
public sealed record ToolResultPart(string CallId) : Part
{
    /// <summary>Name of the tool, where the client repeated it; a writer that needs it looks it up by the id.</summary>
    public string? Name { get; init; }

    /// <summary>Text, images and documents.</summary>
    public List<Part> Content { get; init; } = [];

    public bool IsError { get; init; }
}

/// <summary>An image, sound, film or document.</summary>
public sealed record MediaPart(MediaKind Kind, MediaSource Source) : Part
{
    /// <summary>Name or title.</summary>
    public string? Name { get; init; }

    /// <summary>OpenAI's detail of an image: low, high, auto.</summary>
    public string? Detail { get; init; }

    /// <summary>Anthropic: what a document is about, besides its text.</summary>
    public string? Context { get; init; }

    /// <summary>Anthropic: the answer is to cite this document.</summary>
    public bool CitationsWanted { get; init; }

    /// <summary>The sound's words, where the model spoke them.</summary>
    public string? Transcript { get; init; }

    /// <summary>
    /// The whole piece as the client's dialect wrote it, where that says more than these members; null else. Valid as
    /// long as the body is.
    /// </summary>
    public JsonElement? Native { get; init; }
}

/// <summary>What only one dialect knows. To every other dialect it is lost.</summary>
/// <param name="Dialect">The dialect.</param>
/// <param name="Type">The dialect's own type.</param>
/// <param name="Value">The whole piece as it was written; valid as long as the body is.</param>
public sealed record ForeignPart(Dialect Dialect, string Type, JsonElement Value) : Part;
