using System.Text.Json;
using System.Text.Json.Nodes;

namespace Godwit.Host.Cli.Output;

/// <summary>Writes JSON values the way people read them in a cell.</summary>
internal static class JsonText
{
    /// <summary>Text without quotes, lists joined by commas, null for nothing.</summary>
    public static string? Of(JsonNode? node) => node switch
    {
        null => null,
        JsonArray list => list.Count == 0 ? null : string.Join(", ", list.Select(Of)),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.GetValueKind() == JsonValueKind.True => "yes",
        JsonValue value when value.GetValueKind() == JsonValueKind.False => "no",
        _ => node.ToJsonString(),
    };
}
