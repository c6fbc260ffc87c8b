using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Reads <c>tools</c> and <c>toolConfig</c>.</summary>
internal static class GeminiToolsReader
{
    /// <summary>Name under which a mode is kept that other dialects do not have.</summary>
    public const string ModeExtra = "mode";

    public static void ReadTools(RequestNode tools, GenAIRequest request)
    {
        request.Wrote(RequestField.Tools, tools.Path);
        foreach (var tool in tools.Each())
        {
            foreach (var (name, node) in tool.CamelMembers())
            {
                if (name == "functionDeclarations")
                {
                    foreach (var declaration in node.Each())
                    {
                        request.Tools.Add(ReadFunction(declaration, request));
                    }
                }
                else
                {
                    // googleSearch, codeExecution, urlContext and whatever comes after them: Google runs it.
                    request.Tools.Add(new ToolDefinition(name, node.Path)
                    {
                        Hosted = new HostedTool(Dialect.GeminiGenerateContent, name, node.Value),
                    });
                }
            }
        }
    }

    public static void ReadConfig(RequestNode config, GenAIRequest request)
    {
        foreach (var (name, node) in config.CamelMembers())
        {
            if (name == "functionCallingConfig")
            {
                ReadCalling(node, request);
            }
            else
            {
                GeminiRequestReader.Keep(request, name, node);
            }
        }
    }

    private static ToolDefinition ReadFunction(RequestNode declaration, GenAIRequest request)
    {
        var tool = new ToolDefinition(declaration.RequiredText("name"), declaration.Path);
        foreach (var (name, node) in declaration.CamelMembers())
        {
            switch (name)
            {
                case "name":
                    break;
                case "description":
                    tool = tool with { Description = node.Text() };
                    break;
                case "parameters":
                    tool = tool with { Parameters = tool.Parameters ?? GeminiSchemaReader.ToJsonSchema(node.Value) };
                    break;
                case "parametersJsonSchema":
                    tool = tool with { Parameters = node.Value };
                    break;
                default:
                    GeminiRequestReader.Keep(request, name, node);
                    break;
            }
        }

        return tool;
    }

    private static void ReadCalling(RequestNode calling, GenAIRequest request)
    {
        RequestNode mode = default;
        List<string>? allowed = null;
        foreach (var (name, node) in calling.CamelMembers())
        {
            switch (name)
            {
                case "mode":
                    mode = node;
                    break;
                case "allowedFunctionNames":
                    allowed = node.Texts() is { Count: > 0 } names ? names : null;
                    break;
                default:
                    GeminiRequestReader.Keep(request, name, node);
                    break;
            }
        }

        request.Wrote(RequestField.ToolChoice, mode.IsNull ? calling.Path : mode.Path);
        request.ToolChoice = Choice(mode, allowed, request);
    }

    private static ToolChoice? Choice(RequestNode mode, List<string>? allowed, GenAIRequest request)
    {
        switch (mode.IsNull ? null : mode.Text())
        {
            case null or "MODE_UNSPECIFIED":
                return null;
            case "AUTO":
                return new ToolChoice(ToolChoiceMode.Auto);
            case "NONE":
                return new ToolChoice(ToolChoiceMode.None);
            case "ANY":
                return allowed is [var only]
                    ? new ToolChoice(ToolChoiceMode.Named, only)
                    : new ToolChoice(ToolChoiceMode.Required) { Allowed = allowed };
            case "VALIDATED":
                if (allowed is null)
                {
                    // The model is free to call, and held to the schemas: the latter has no neutral form.
                    GeminiRequestReader.Keep(request, ModeExtra, mode);
                }

                return new ToolChoice(ToolChoiceMode.Auto) { Allowed = allowed };
            default:
                mode.Fault("invalid_value", $"Invalid '{mode.Path}': accepted are AUTO, ANY, NONE and VALIDATED.");
                return null;
        }
    }
}
