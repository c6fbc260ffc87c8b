using System.Text.Json;

namespace Godwit.Providers.GenAI.Requests;

/// <summary>The form the answer must have.</summary>
public enum ResponseFormatKind
{
    Text,

    /// <summary>Any JSON object.</summary>
    JsonObject,

    /// <summary>JSON that fits a schema.</summary>
    JsonSchema,
}

/// <summary>The form the answer must have, with its schema.</summary>
public sealed record ResponseFormat(ResponseFormatKind Kind)
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>JSON Schema; valid as long as the body is.</summary>
    public JsonElement? Schema { get; init; }

    public bool? Strict { get; init; }
}
