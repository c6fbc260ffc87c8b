using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Godwit.Providers.Tests.Schemas;

/// <summary>What clients of OpenAI's dialects may count on in an answer, checked by JSON Schema.</summary>
internal static class AnswerSchema
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };
    private static readonly Dictionary<string, JsonSchema> Schemas = Load();

    /// <summary>What is wrong with a value, by its place; empty when nothing is.</summary>
    /// <param name="name">The schema's name in the file.</param>
    /// <param name="json">The value.</param>
    public static string Faults(string name, string json)
    {
        var results = Schemas[name].Evaluate(JsonDocument.Parse(json).RootElement, Options);
        return results.IsValid ? "" : string.Join('\n', (results.Details ?? [])
            .Where(detail => detail.Errors is { Count: > 0 })
            .Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}"));
    }

    private static Dictionary<string, JsonSchema> Load()
    {
        var path = Path.Combine(
            GoldenFile.Root, "tests", "Godwit.Providers.Tests", "Schemas", "openai.schema.json");
        var file = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var schemas = new Dictionary<string, JsonSchema>(StringComparer.Ordinal);
        foreach (var (name, _) in file["$defs"]!.AsObject())
        {
            var one = file.DeepClone().AsObject();
            one["$ref"] = $"#/$defs/{name}";
            schemas[name] = JsonSchema.FromText(one.ToJsonString());
        }

        return schemas;
    }
}
