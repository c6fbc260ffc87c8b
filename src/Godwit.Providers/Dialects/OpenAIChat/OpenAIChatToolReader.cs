using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Reads tools, the choice among them, and the form of the answer.</summary>
internal static class OpenAIChatToolReader
{
    /// <summary>The client uses the older <c>functions</c>, and is answered in kind.</summary>
    public static bool IsLegacy(GenAIRequest request) =>
        request.Paths.TryGetValue(RequestField.Tools, out var path) && path == "functions";

    /// <summary>Reads a member that is about tools.</summary>
    public static void Read(string name, RequestNode node, GenAIRequest request)
    {
        switch (name)
        {
            case "tools":
                request.Wrote(RequestField.Tools, node.Path);
                foreach (var tool in node.Items())
                {
                    ReadTool(tool, request);
                }

                break;
            case "functions":
                request.Paths.TryAdd(RequestField.Tools, node.Path);
                request.ParallelToolCalls ??= false;
                foreach (var tool in node.Items())
                {
                    request.Tools.Add(Function(tool, tool, request));
                }

                break;
            case "parallel_tool_calls":
                request.ParallelToolCalls = node.Flag();
                request.Wrote(RequestField.ParallelToolCalls, node.Path);
                break;
            default:
                request.ToolChoice = name == "tool_choice" ? ReadChoice(node) : ReadLegacyChoice(node);
                request.Wrote(RequestField.ToolChoice, node.Path);
                break;
        }
    }

    /// <summary>Reads <c>response_format</c>.</summary>
    public static void ReadFormat(RequestNode node, GenAIRequest request)
    {
        request.Wrote(RequestField.ResponseFormat, node.Path);
        switch (node.RequiredText("type"))
        {
            case "text":
                request.ResponseFormat = new ResponseFormat(ResponseFormatKind.Text);
                break;
            case "json_object":
                request.ResponseFormat = new ResponseFormat(ResponseFormatKind.JsonObject);
                break;
            case "json_schema":
                var schema = node.Member("json_schema");
                var (body, strict) = (schema.Member("schema"), schema.Member("strict"));
                request.ResponseFormat = new ResponseFormat(ResponseFormatKind.JsonSchema)
                {
                    Name = schema.RequiredText("name"),
                    Description = TextOf(schema.Member("description")),
                    Schema = body.Kind == JsonValueKind.Object ? body.Value : null,
                    Strict = strict.IsNull ? null : strict.Flag(),
                };
                break;
            default:
                OpenAIChatRequestReader.Keep(request, node);
                break;
        }
    }

    private static void ReadTool(RequestNode tool, GenAIRequest request)
    {
        var type = tool.RequiredText("type");
        if (type == "function")
        {
            request.Tools.Add(Function(tool, tool.Member("function"), request));
            foreach (var (name, member) in tool.Members())
            {
                if (name is not ("type" or "function" or "cache_control"))
                {
                    OpenAIChatRequestReader.Keep(request, member);
                }
            }

            return;
        }

        var label = type == CustomTools.Type ? tool.Member(type).RequiredText("name") : type;
        request.Tools.Add(new ToolDefinition(label, tool.Path)
        {
            Hosted = new HostedTool(request.Dialect, type, tool.Value),
            Description = type == CustomTools.Type ? TextOf(tool.Member(type).Member("description")) : null,
        });
    }

    private static ToolDefinition Function(RequestNode tool, RequestNode function, GenAIRequest request)
    {
        var parameters = function.Member("parameters");
        if (!parameters.IsNull && parameters.Kind != JsonValueKind.Object)
        {
            parameters.Fault("invalid_type", $"Invalid type for '{parameters.Path}': expected an object.");
        }

        foreach (var (name, member) in function.Members())
        {
            if (name is not ("name" or "description" or "parameters" or "strict"))
            {
                OpenAIChatRequestReader.Keep(request, member);
            }
        }

        var strict = function.Member("strict");
        return new ToolDefinition(function.RequiredText("name"), tool.Path)
        {
            Description = TextOf(function.Member("description")),
            Parameters = parameters.Kind == JsonValueKind.Object ? parameters.Value : null,
            Strict = strict.IsNull ? null : strict.Flag(),
            Cache = OpenAIChatPartReader.Cache(tool),
        };
    }

    private static ToolChoice? ReadChoice(RequestNode node)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return Mode(node, node.Text());
        }

        switch (node.RequiredText("type"))
        {
            case "function":
                return new ToolChoice(ToolChoiceMode.Named, node.Member("function").RequiredText("name"));
            case CustomTools.Type:
                return new ToolChoice(ToolChoiceMode.Named, node.Member(CustomTools.Type).RequiredText("name"));
            case "allowed_tools":
                var allowed = node.Member("allowed_tools");
                var names = new List<string>();
                foreach (var tool in allowed.Member("tools").Items())
                {
                    var type = tool.RequiredText("type");
                    names.Add(type is "function" or CustomTools.Type ? tool.Member(type).RequiredText("name") : type);
                }

                return Mode(allowed.Member("mode"), allowed.RequiredText("mode")) is { } mode
                    ? mode with { Allowed = names } : null;
            default:
                node.Fault(
                    "invalid_value",
                    $"Invalid '{node.Path}': accepted types are function, custom and allowed_tools.");
                return null;
        }
    }

    private static ToolChoice? ReadLegacyChoice(RequestNode node) => node.Kind == JsonValueKind.String
        ? Mode(node, node.Text()) : new ToolChoice(ToolChoiceMode.Named, node.RequiredText("name"));

    private static ToolChoice? Mode(RequestNode node, string? mode)
    {
        switch (mode)
        {
            case "auto":
                return new ToolChoice(ToolChoiceMode.Auto);
            case "none":
                return new ToolChoice(ToolChoiceMode.None);
            case "required" or "any":
                return new ToolChoice(ToolChoiceMode.Required);
            default:
                node.Fault(
                    "invalid_value", $"Invalid '{node.Path}': accepted are auto, none, required and a tool by name.");
                return null;
        }
    }

    private static string? TextOf(RequestNode node) => node.IsNull ? null : node.Text();
}
