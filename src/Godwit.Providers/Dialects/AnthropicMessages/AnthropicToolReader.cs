using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Reads tools and the choice among them.</summary>
internal static class AnthropicToolReader
{
    public static void ReadTools(RequestNode node, GenAIRequest request)
    {
        request.Wrote(RequestField.Tools, node.Path);
        foreach (var tool in node.Items())
        {
            request.Tools.Add(ReadTool(tool, request));
        }
    }

    public static void ReadChoice(RequestNode node, GenAIRequest request)
    {
        request.Wrote(RequestField.ToolChoice, node.Path);
        _ = node.Members().Any();
        var type = node.RequiredText("type");
        request.ToolChoice = type switch
        {
            "auto" => new ToolChoice(ToolChoiceMode.Auto),
            "any" => new ToolChoice(ToolChoiceMode.Required),
            "none" => new ToolChoice(ToolChoiceMode.None),
            "tool" => new ToolChoice(ToolChoiceMode.Named, node.RequiredText("name")),
            _ => null,
        };
        if (request.ToolChoice is null)
        {
            node.Member("type").Fault(
                "invalid_value", $"Invalid '{node.Path}.type': '{type}'. Accepted are: auto, any, tool, none.");
        }

        var single = node.Member("disable_parallel_tool_use");
        if (!single.IsNull)
        {
            request.ParallelToolCalls = !single.Flag();
            request.Wrote(RequestField.ParallelToolCalls, single.Path);
        }

        AnthropicBlockReader.AddRest(node, request, "type", "name", "disable_parallel_tool_use");
    }

    private static ToolDefinition ReadTool(RequestNode node, GenAIRequest request)
    {
        _ = node.Members().Any();
        var type = node.Member("type").Text();
        if (type is not (null or "custom"))
        {
            return new ToolDefinition(node.Member("name").Text() ?? type, node.Path)
            {
                Hosted = new HostedTool(Dialect.AnthropicMessages, type, node.Value),
            };
        }

        AnthropicBlockReader.AddRest(
            node, request, "type", "name", "description", "input_schema", "strict", "cache_control",
            "eager_input_streaming");
        var eager = node.Member("eager_input_streaming");
        if (!eager.IsNull)
        {
            // In what pieces a call comes, not what it is: whoever streams it has done what is asked.
            request.Extras.Add(new ExtraMember(eager.Path, eager.Path, eager.Value) { Satisfied = true });
        }

        var schema = node.Member("input_schema");
        _ = schema.Members().Any();
        var strict = node.Member("strict");
        return new ToolDefinition(node.RequiredText("name"), node.Path)
        {
            Description = node.Member("description").Text(),
            Parameters = schema.Kind == JsonValueKind.Object ? schema.Value : null,
            Strict = strict.IsNull ? null : strict.Flag(),
            Cache = AnthropicBlockReader.ReadCache(node, request),
        };
    }
}
