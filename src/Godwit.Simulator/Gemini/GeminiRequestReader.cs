using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Gemini;

/// <summary>Reads a generateContent request that was checked before.</summary>
internal static class GeminiRequestReader
{
    private const int LowBudget = 2048;

    // These think unless they are told not to.
    private static readonly string[] Thinkers = ["gemini-3", "gemini-2.5-pro", "gemini-2.5-flash"];

    public static GeminiRequest Read(JsonElement root, string model)
    {
        JsonElement config = GeminiFields.Object(root, "generationConfig");
        JsonElement calling = GeminiFields.Object(GeminiFields.Object(root, "toolConfig"), "functionCallingConfig");
        JsonElement thinking = GeminiFields.Object(config, "thinkingConfig");
        (ResponseFormat format, JsonElement? schema) = ReadFormat(config);
        string? mode = GeminiFields.Text(calling, "mode");
        bool signs = model.Contains("gemini-3", StringComparison.Ordinal);
        return new GeminiRequest
        {
            Root = root,
            Model = model,
            MaxTokens = GeminiFields.Integer(config, "maxOutputTokens"),
            Choices = GeminiFields.Integer(config, "candidateCount") ?? 1,
            Stop = GeminiFields.Array(config, "stopSequences") is { } stops
                ? [.. stops.EnumerateArray().Where(stop => stop.ValueKind == JsonValueKind.String)
                    .Select(stop => stop.GetString()!)]
                : [],
            Tools = [.. ReadTools(root)],
            ToolTokens = GeminiFields.Array(root, "tools") is { } tools ? TokenRule.Count(tools.GetRawText()) : 0,
            ToolChoice = mode switch { "ANY" => "required", "NONE" => "none", _ => "auto" },
            NamedTools = RequestFields.Texts(calling, "allowedFunctionNames") is { Count: > 0 } allowed
                ? allowed
                : RequestFields.Texts(calling, "allowed_function_names"),
            ParallelToolCalls = true,
            ToolCallIdPrefix = "",
            Format = format,
            Schema = schema,
            Thinking = ReadThinking(thinking, model),
            ReasoningEffort = ReadEffort(thinking),
            IncludeThoughts = GeminiFields.Flag(thinking, "includeThoughts"),
            Signs = signs,
        };
    }

    private static IEnumerable<OfferedTool> ReadTools(JsonElement root) =>
        GeminiFields.Items(root, "tools")
            .SelectMany(tool => GeminiFields.Items(tool, "functionDeclarations"))
            .Select(function => new OfferedTool(
                GeminiFields.Text(function, "name")!,
                GeminiFields.Text(function, "description") ?? "",
                GeminiFields.Object(function, "parameters") is { ValueKind: JsonValueKind.Object } own
                    ? own
                    : GeminiFields.Object(function, "parametersJsonSchema")));

    private static (ResponseFormat Format, JsonElement? Schema) ReadFormat(JsonElement config)
    {
        foreach (string name in (ReadOnlySpan<string>)["responseSchema", "responseJsonSchema", "_responseJsonSchema"])
        {
            if (GeminiFields.Object(config, name) is { ValueKind: JsonValueKind.Object } schema)
            {
                return (ResponseFormat.JsonSchema, schema);
            }
        }

        return GeminiFields.Text(config, "responseMimeType") == "application/json"
            ? (ResponseFormat.JsonObject, null)
            : (ResponseFormat.Text, null);
    }

    private static bool? ReadThinking(JsonElement thinking, string model) =>
        GeminiFields.Integer(thinking, "thinkingBudget") is { } budget ? budget != 0
        : GeminiFields.Has(thinking, "thinkingLevel") ? true
        : Thinkers.Any(name => model.Contains(name, StringComparison.Ordinal))
            && !model.Contains("lite", StringComparison.Ordinal) ? true
        : null;

    private static string? ReadEffort(JsonElement thinking) => GeminiFields.Text(thinking, "thinkingLevel") is { } level
        ? level.ToLowerInvariant()
        : GeminiFields.Integer(thinking, "thinkingBudget") is > 0 and < LowBudget ? "low" : null;
}
