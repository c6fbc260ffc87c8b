using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Reads an OpenAI Responses request that was checked before.</summary>
internal static class ResponsesRequestReader
{
    public static ResponsesRequest Read(
        JsonElement root, IReadOnlyList<JsonElement> before, ResponsesQuirks quirks, bool socket)
    {
        IReadOnlyList<JsonElement> input = ResponsesItems.Normalize(root);
        JsonElement reasoning = RequestFields.Object(root, "reasoning");
        (ResponseFormat format, JsonElement? schema) = ReadFormat(root);
        JsonElement choice = RequestFields.Object(root, "tool_choice");
        IReadOnlyList<string> named = ReadNamed(choice);
        return new ResponsesRequest
        {
            Root = root.Clone(),
            Input = input,
            History = [.. before, .. input],
            Model = RequestFields.Text(root, "model")!,
            Stream = socket || RequestFields.Flag(root, "stream") == true,
            Store = !quirks.Stateless && (RequestFields.Flag(root, "store") ?? quirks.StoresByDefault),
            Background = RequestFields.Flag(root, "background") == true && !socket,
            WarmUp = socket && RequestFields.Flag(root, "generate") == false,
            PreviousId = RequestFields.Text(root, "previous_response_id"),
            MaxTokens = RequestFields.Integer(root, "max_output_tokens"),
            Tools = ReadTools(root),
            ToolTokens = RequestFields.Array(root, "tools") is { } tools ? TokenRule.Count(tools.GetRawText()) : 0,
            ToolChoice = RequestFields.Text(choice, "type") == "function" ? null
                : RequestFields.Text(root, "tool_choice") ?? RequestFields.Text(choice, "mode") ?? "auto",
            NamedTools = named,
            ParallelToolCalls = RequestFields.Flag(root, "parallel_tool_calls"),
            ToolCallIdPrefix = "call_",
            Format = format,
            Schema = schema,
            ReasoningEffort = RequestFields.Text(reasoning, "effort"),
            Summary = RequestFields.Text(reasoning, "summary") is not null,
            Encrypted = RequestFields.Texts(root, "include").Contains("reasoning.encrypted_content"),
            Obfuscation =
                RequestFields.Flag(RequestFields.Object(root, "stream_options"), "include_obfuscation") != false,
        };
    }

    private static List<OfferedTool> ReadTools(JsonElement root) => RequestFields.Array(root, "tools") is not { } tools
        ? []
        : [.. tools.EnumerateArray()
            .Where(tool => RequestFields.Text(tool, "type") == "function")
            .Select(tool => new OfferedTool(
                RequestFields.Text(tool, "name")!,
                RequestFields.Text(tool, "description") ?? "",
                RequestFields.Object(tool, "parameters") is { ValueKind: JsonValueKind.Object } parameters
                    ? parameters.Clone() : default))];

    private static IReadOnlyList<string> ReadNamed(JsonElement choice) => RequestFields.Text(choice, "type") switch
    {
        "function" => [RequestFields.Text(choice, "name")!],
        "allowed_tools" when RequestFields.Array(choice, "tools") is { } allowed =>
            [.. allowed.EnumerateArray().Select(tool => RequestFields.Text(tool, "name")).OfType<string>()],
        _ => [],
    };

    private static (ResponseFormat Format, JsonElement? Schema) ReadFormat(JsonElement root)
    {
        JsonElement format = RequestFields.Object(RequestFields.Object(root, "text"), "format");
        return RequestFields.Text(format, "type") switch
        {
            "json_object" => (ResponseFormat.JsonObject, null),
            "json_schema" => (ResponseFormat.JsonSchema, RequestFields.Object(format, "schema")),
            _ => (ResponseFormat.Text, null),
        };
    }
}
