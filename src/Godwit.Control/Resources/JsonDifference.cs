using System.Text.Json;
using System.Text.Json.Nodes;
using Godwit.Control.Api;

namespace Godwit.Control.Resources;

/// <summary>What differs between two specs, key by key; encrypted secrets are shown as stars.</summary>
internal static class JsonDifference
{
    private const string Stars = "***";

    public static IReadOnlyList<PathChange> Find(string? before, string? after)
    {
        var changes = new List<PathChange>();
        Compare("spec", Parse(before), Parse(after), changes);
        return changes;
    }

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);

    private static void Compare(string path, JsonNode? before, JsonNode? after, List<PathChange> changes)
    {
        if (JsonNode.DeepEquals(before, after))
            return;
        if (before is JsonObject oldMap && after is JsonObject newMap)
        {
            foreach (var key in oldMap.Select(m => m.Key).Union(newMap.Select(m => m.Key)))
                Compare($"{path}.{key}", oldMap[key], newMap[key], changes);
        }
        else if (before is JsonArray oldList && after is JsonArray newList)
        {
            for (var i = 0; i < Math.Max(oldList.Count, newList.Count); i++)
                Compare($"{path}[{i}]", At(oldList, i), At(newList, i), changes);
        }
        else
        {
            changes.Add(new PathChange { Path = path, Before = Show(path, before), After = Show(path, after) });
        }
    }

    private static JsonNode? At(JsonArray list, int index) => index < list.Count ? list[index] : null;

    private static JsonElement? Show(string path, JsonNode? node)
    {
        if (node is null)
            return null;
        if (path.EndsWith(".encrypted", StringComparison.Ordinal))
            node = Stars;
        else
            Hide(node = node.DeepClone());
        return node.Deserialize(AdminJsonContext.Default.JsonElement);
    }

    /// <summary>Puts stars for every encrypted secret, however deep it lies.</summary>
    private static void Hide(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Hide(item);
        }
        else if (node is JsonObject map)
        {
            if (map["encrypted"] is JsonValue)
                map["encrypted"] = Stars;
            foreach (var (_, value) in map)
                Hide(value);
        }
    }
}
