using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Writes <c>tools</c> and <c>toolConfig</c>.</summary>
internal static class GeminiToolsWriter
{
    public static void Write(GeminiWriting writing)
    {
        var hosted = Hosted(writing);
        var functions = writing.Request.Tools.Where(tool => tool.Hosted is null).ToList();
        if (functions.Count > 0 || hosted.Count > 0)
        {
            writing.Json.WriteStartArray("tools"u8);
            if (functions.Count > 0)
            {
                WriteFunctions(writing, functions);
            }

            foreach (var (name, value) in hosted)
            {
                writing.Json.WriteStartObject();
                writing.Json.WritePropertyName(name);
                if (value is { } own)
                {
                    writing.Json.WriteRaw(own);
                }
                else
                {
                    writing.Json.WriteRawValue("{}"u8);
                }

                writing.Json.WriteEndObject();
            }

            writing.Json.WriteEndArray();
        }

        WriteConfig(writing);
    }

    private static void WriteFunctions(GeminiWriting writing, List<ToolDefinition> functions)
    {
        var json = writing.Json;
        json.WriteStartObject();
        json.WriteStartArray("functionDeclarations"u8);
        foreach (var tool in functions)
        {
            if (tool.Cache is { } mark)
            {
                writing.Losses.Drop(mark.Path, "Gemini caches by itself, or what was put into a cache before.");
            }

            if (tool.Strict == true)
            {
                writing.Losses.Drop(tool.Path + ".strict", "Gemini can't be held to the schema of one function.");
            }

            json.WriteStartObject();
            json.WriteString("name"u8, tool.Name);
            if (tool.Description is { } description)
            {
                json.WriteString("description"u8, description);
            }

            WriteParameters(writing, tool);
            writing.WriteExtras(GeminiWriting.Camel(tool.Path));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteParameters(GeminiWriting writing, ToolDefinition tool)
    {
        if (tool.Parameters is not { ValueKind: JsonValueKind.Object } schema)
        {
            return;
        }

        if (writing.Model.TakesJsonSchema)
        {
            writing.Json.WritePropertyName("parametersJsonSchema"u8);
            writing.Json.WriteRaw(schema);
            return;
        }

        // An object without properties is refused there; no parameters say the same.
        if (schema.TryGetProperty("properties"u8, out var properties)
            && properties.ValueKind == JsonValueKind.Object && properties.EnumerateObject().Any())
        {
            var member = writing.Request.Dialect == Dialect.AnthropicMessages ? ".input_schema" : ".parameters";
            writing.Json.WritePropertyName("parameters"u8);
            new GeminiSchemaWriter(writing.Json, schema, writing.Losses).Write(tool.Path + member);
        }
    }

    private static List<(string Name, JsonElement? Value)> Hosted(GeminiWriting writing)
    {
        var found = new List<(string Name, JsonElement? Value)>();
        foreach (var tool in writing.Request.Tools)
        {
            if (tool.Hosted is not { } hosted)
            {
                continue;
            }

            if (hosted.Dialect == Dialect.GeminiGenerateContent)
            {
                found.Add((hosted.Type, hosted.Value));
            }
            else if (Like(hosted.Type) is { } name)
            {
                writing.Approximate(tool.Path, $"Gemini's own {name} instead of {hosted.Type}, without its settings.");
                Add(name);
            }
            else
            {
                writing.Losses.Drop(tool.Path, $"Gemini runs no tool like {hosted.Type}.");
            }
        }

        if (writing.Request.Take("web_search_options") is { } options)
        {
            writing.Approximate(options.Path, "Gemini's own googleSearch, without its settings.");
            Add("googleSearch");
        }

        return found;

        void Add(string name)
        {
            if (!found.Exists(one => one.Name == name))
            {
                found.Add((name, null));
            }
        }
    }

    private static string? Like(string type) =>
        type.StartsWith("web_search", StringComparison.Ordinal) ? "googleSearch"
        : type.StartsWith("code_interpreter", StringComparison.Ordinal)
            || type.StartsWith("code_execution", StringComparison.Ordinal) ? "codeExecution"
        : type.StartsWith("web_fetch", StringComparison.Ordinal) ? "urlContext"
        : null;

    private static void WriteConfig(GeminiWriting writing)
    {
        const string calling = "toolConfig.functionCallingConfig";
        var json = writing.Json;
        var choice = writing.Request.ToolChoice;
        var hasCalling = choice is not null || writing.HasExtras(calling);
        if (!hasCalling && !writing.HasExtras("toolConfig"))
        {
            return;
        }

        json.WriteStartObject("toolConfig"u8);
        if (hasCalling)
        {
            json.WriteStartObject("functionCallingConfig"u8);
            WriteChoice(writing, choice);
            writing.WriteExtras(calling);
            json.WriteEndObject();
        }

        writing.WriteExtras("toolConfig");
        json.WriteEndObject();
    }

    private static void WriteChoice(GeminiWriting writing, ToolChoice? choice)
    {
        if (choice is null)
        {
            return;
        }

        // A client's VALIDATED without names is kept as it was, and then is the mode.
        if (!writing.SameDialect || !writing.Request.Extras.Exists(one => one.Name == GeminiToolsReader.ModeExtra))
        {
            writing.Json.WriteString("mode"u8, choice.Mode switch
            {
                ToolChoiceMode.None => "NONE"u8,
                ToolChoiceMode.Required or ToolChoiceMode.Named => "ANY"u8,
                // Names are taken with ANY and VALIDATED alone.
                _ => choice.Allowed is null ? "AUTO"u8 : "VALIDATED"u8,
            });
        }

        var allowed = choice.Name is { } name ? [name] : choice.Allowed;
        if (allowed is null || choice.Mode == ToolChoiceMode.None)
        {
            return;
        }

        writing.Json.WriteStartArray("allowedFunctionNames"u8);
        foreach (var one in allowed)
        {
            writing.Json.WriteStringValue(one);
        }

        writing.Json.WriteEndArray();
    }
}
