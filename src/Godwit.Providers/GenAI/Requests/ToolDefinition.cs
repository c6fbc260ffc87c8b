using System.Text.Json;
using Godwit.Policy.Catalog;

namespace Godwit.Providers.GenAI.Requests;

/// <summary>A tool that the model may use.</summary>
public sealed record ToolDefinition(string Name, string Path)
{
    public string? Description { get; init; }

    /// <summary>JSON Schema of the arguments; null for none. Valid as long as the body is.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>The model must keep to the schema.</summary>
    public bool? Strict { get; init; }

    public CacheMark? Cache { get; init; }

    /// <summary>
    /// The tool as its dialect wrote it, for one that the provider itself runs (web search, code …) and other dialects
    /// do not have; null for a function.
    /// </summary>
    public HostedTool? Hosted { get; init; }
}

/// <summary>A tool that the provider runs itself.</summary>
/// <param name="Dialect">The dialect it is written in.</param>
/// <param name="Type">The dialect's own type.</param>
/// <param name="Value">The whole definition; valid as long as the body is.</param>
public sealed record HostedTool(Dialect Dialect, string Type, JsonElement Value);

/// <summary>Whether the model must, may or must not call tools.</summary>
public enum ToolChoiceMode
{
    Auto,
    None,

    /// <summary>Some tool.</summary>
    Required,

    /// <summary>The named one.</summary>
    Named,
}

/// <summary>What the client wants called.</summary>
/// <param name="Mode">Must, may, or must not.</param>
/// <param name="Name">The tool, when one is named.</param>
public sealed record ToolChoice(ToolChoiceMode Mode, string? Name = null)
{
    /// <summary>Only these may be called; null for all.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }
}
