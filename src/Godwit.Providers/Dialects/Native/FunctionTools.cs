using System.Text.Json;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Native;

/// <summary>Writes tools and calls in the shape that OpenAI gave them, which other doors took over.</summary>
internal static class FunctionTools
{
    /// <summary>Writes <c>tools</c>; false when there are none to write.</summary>
    public static bool Write(Utf8JsonWriter json, GenAIRequest request, LossReport losses)
    {
        foreach (var tool in request.Tools)
        {
            if (tool.Hosted is not null)
                losses.Drop(tool.Path, "The tool runs at another provider only.");
            else if (tool.Strict == true)
                losses.Drop($"{tool.Path}.strict", "The provider has nothing like it.");
        }

        if (request.Tools.TrueForAll(tool => tool.Hosted is not null))
            return false;
        json.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            if (tool.Hosted is null)
                Write(json, tool);
        }

        json.WriteEndArray();
        return true;
    }

    /// <summary>Writes <c>tool_calls</c>.</summary>
    public static void WriteCalls(Utf8JsonWriter json, List<ToolCallPart> calls)
    {
        if (calls.Count == 0)
            return;
        json.WriteStartArray("tool_calls"u8);
        for (var i = 0; i < calls.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, i);
            json.WriteString("id"u8, calls[i].Id);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, calls[i].Name);
            json.WriteString("arguments"u8, calls[i].Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a choice of one named function.</summary>
    public static void WriteNamed(Utf8JsonWriter json, string? name)
    {
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ToolDefinition tool)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is not null)
            json.WriteString("description"u8, tool.Description);
        if (tool.Parameters is { } schema)
        {
            json.WritePropertyName("parameters"u8);
            schema.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
