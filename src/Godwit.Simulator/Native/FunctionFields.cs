using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Native;

/// <summary>Tools, tool choices and calls in OpenAI's shape, which other doors took over.</summary>
internal static class FunctionFields
{
    public static IReadOnlyList<OfferedTool> Tools(JsonElement parent) =>
        RequestFields.Array(parent, "tools") is not { } tools ? []
        : [.. tools.EnumerateArray().Select(tool => RequestFields.Object(tool, "function"))
            .Where(function => RequestFields.Text(function, "name") is not null)
            .Select(function => new OfferedTool(
                RequestFields.Text(function, "name")!,
                RequestFields.Text(function, "description") ?? "",
                RequestFields.Object(function, "parameters")))];

    /// <summary>The choice, and the tool that it names.</summary>
    public static (string? Choice, IReadOnlyList<string> Named) Choice(JsonElement parent)
    {
        if (RequestFields.Text(parent, "tool_choice") is { } choice)
        {
            return (choice, []);
        }

        JsonElement function = RequestFields.Object(RequestFields.Object(parent, "tool_choice"), "function");
        return RequestFields.Text(function, "name") is { } name ? (null, [name]) : ("auto", []);
    }

    /// <summary>Writes the calls of a whole answer.</summary>
    public static void WriteCalls(Utf8JsonWriter json, ChatAnswer answer)
    {
        if (answer.ToolCalls.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls");
        for (int call = 0; call < answer.ToolCalls.Count; call++)
        {
            Write(json, call, answer.ToolCalls[call], answer.ToolCalls[call].Arguments, first: true);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a piece of a call.</summary>
    public static void WriteCall(Utf8JsonWriter json, NativeProgress progress, NativePiece piece, string arguments)
    {
        json.WriteStartArray("tool_calls");
        Write(json, piece.Call, progress.Answer.ToolCalls[piece.Call], arguments, piece.First);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, int index, ToolCall call, string arguments, bool first)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteString("id", first ? call.Id : "");
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        if (first)
        {
            json.WriteString("name", call.Name);
        }

        json.WriteString("arguments", arguments);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
