using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Writes what a request and the answer that repeats it have in common.</summary>
internal static class ResponsesEcho
{
    /// <summary>Writes <c>tool_choice</c>.</summary>
    public static void WriteToolChoice(Utf8JsonWriter json, ToolChoice choice)
    {
        if (choice.Mode == ToolChoiceMode.Named || choice.Allowed is not null)
        {
            json.WriteStartObject("tool_choice"u8);
            if (choice.Mode == ToolChoiceMode.Named)
            {
                json.WriteString("type"u8, "function"u8);
                json.WriteString("name"u8, choice.Name);
            }
            else
            {
                WriteAllowed(json, choice);
            }

            json.WriteEndObject();
            return;
        }

        json.WriteString("tool_choice"u8, Word(choice.Mode));
    }

    /// <summary>Writes a function as a tool.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="tool">The function.</param>
    /// <param name="more">Writes further members.</param>
    public static void WriteFunction(Utf8JsonWriter json, ToolDefinition tool, Action? more)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is { } description)
        {
            json.WriteString("description"u8, description);
        }

        json.WritePropertyName("parameters"u8);
        if (tool.Parameters is { } parameters)
        {
            parameters.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }

        // Left out, it is true here and false in every other dialect.
        json.WriteBoolean("strict"u8, tool.Strict ?? false);
        more?.Invoke();
        json.WriteEndObject();
    }

    /// <summary>Writes the members of a format that demands a schema.</summary>
    public static void WriteSchema(Utf8JsonWriter json, ResponseFormat format)
    {
        json.WriteString("name"u8, format.Name ?? "answer");
        if (format.Description is { } description)
        {
            json.WriteString("description"u8, description);
        }

        json.WritePropertyName("schema"u8);
        if (format.Schema is { } schema)
        {
            schema.WriteTo(json);
        }
        else
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }

        if (format.Strict is { } strict)
        {
            json.WriteBoolean("strict"u8, strict);
        }
    }

    /// <summary>The word for a kind of format.</summary>
    public static string FormatType(ResponseFormatKind kind) => kind switch
    {
        ResponseFormatKind.JsonSchema => "json_schema",
        ResponseFormatKind.JsonObject => "json_object",
        _ => "text",
    };

    /// <summary>Repeats the tools of a request in its answer.</summary>
    public static void WriteTools(Utf8JsonWriter json, GenAIRequest request)
    {
        json.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            if (tool.Hosted is null)
            {
                WriteFunction(json, tool, null);
            }
            else if (tool.Hosted.Dialect == Dialect.OpenAIResponses)
            {
                tool.Hosted.Value.WriteTo(json);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteAllowed(Utf8JsonWriter json, ToolChoice choice)
    {
        json.WriteString("type"u8, "allowed_tools"u8);
        json.WriteString("mode"u8, choice.Mode == ToolChoiceMode.Required ? "required" : "auto");
        json.WriteStartArray("tools"u8);
        foreach (var name in choice.Allowed!)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteString("name"u8, name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Word(ToolChoiceMode mode) => mode switch
    {
        ToolChoiceMode.None => "none",
        ToolChoiceMode.Required => "required",
        _ => "auto",
    };
}
