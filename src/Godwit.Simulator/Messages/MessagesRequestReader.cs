using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Messages;

/// <summary>Reads an Anthropic Messages request that was checked before.</summary>
internal static class MessagesRequestReader
{
    public static MessagesRequest Read(JsonElement root)
    {
        JsonElement thinking = RequestFields.Object(root, "thinking");
        JsonElement choice = RequestFields.Object(root, "tool_choice");
        JsonElement output = RequestFields.Object(root, "output_config");
        JsonElement schema = RequestFields.Object(RequestFields.Object(output, "format"), "schema");
        bool schemaGiven = schema.ValueKind == JsonValueKind.Object;
        string? named = RequestFields.Text(choice, "name");
        return new MessagesRequest
        {
            Root = root,
            Model = RequestFields.Text(root, "model")!,
            Stream = RequestFields.Flag(root, "stream") ?? false,
            MaxTokens = RequestFields.Integer(root, "max_tokens"),
            Stop = RequestFields.Texts(root, "stop_sequences"),
            Tools = ReadTools(root),
            ToolTokens = RequestFields.Array(root, "tools") is { } tools ? TokenRule.Count(tools.GetRawText()) : 0,
            ToolChoice = named is not null ? null : RequestFields.Text(choice, "type") switch
            {
                "any" => "required",
                "none" => "none",
                _ => "auto",
            },
            NamedTools = named is null ? [] : [named],
            ParallelToolCalls = RequestFields.Flag(choice, "disable_parallel_tool_use") != true,
            ToolCallIdPrefix = "toolu_",
            SpeaksBeforeTools = true,
            Format = schemaGiven ? ResponseFormat.JsonSchema : ResponseFormat.Text,
            Schema = schemaGiven ? schema : null,
            Thinking = RequestFields.Text(thinking, "type") is "enabled" or "adaptive",
            ShowThoughts = RequestFields.Text(thinking, "display") != "omitted",
            ReasoningEffort = RequestFields.Text(output, "effort"),
            Units = CacheUnits.Of(root),
            Documents = MessagesTurns.DocumentsOf(root),
        };
    }

    // Tools of the provider's own are not called: nothing behind the simulator would run them.
    private static List<OfferedTool> ReadTools(JsonElement root) => RequestFields.Array(root, "tools") is not { } tools
        ? []
        : [.. tools.EnumerateArray()
            .Where(tool => RequestFields.Text(tool, "type") is null or "custom")
            .Select(tool => new OfferedTool(
                RequestFields.Text(tool, "name")!,
                RequestFields.Text(tool, "description") ?? "",
                RequestFields.Object(tool, "input_schema")))];
}
