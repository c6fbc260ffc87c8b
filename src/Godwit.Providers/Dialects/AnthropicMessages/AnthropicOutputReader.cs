using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Reads what a request says of thinking, of the answer's form, and of its sender.</summary>
internal static class AnthropicOutputReader
{
    public static void ReadThinking(RequestNode node, GenAIRequest request)
    {
        request.Wrote(RequestField.Reasoning, node.Path);
        var type = node.RequiredText("type");
        if (type is not ("enabled" or "adaptive" or "disabled" or ""))
        {
            node.Member("type").Fault(
                "invalid_value",
                $"Invalid '{node.Path}.type': '{type}'. Accepted are: enabled, adaptive, disabled.");
        }

        var display = node.Member("display");
        request.Reasoning = (request.Reasoning ?? new ReasoningRequest()) with
        {
            Enabled = type != "disabled",
            Adaptive = type == "adaptive",
            BudgetTokens = node.Member("budget_tokens").WholeNumber(),
            Show = display.Text() switch { "omitted" => false, null => null, _ => true },
        };
        AnthropicBlockReader.AddRest(node, request, "type", "display", "budget_tokens");
    }

    public static void ReadOutput(RequestNode node, GenAIRequest request)
    {
        foreach (var (name, member) in node.Members())
        {
            if (name == "format")
            {
                ReadFormat(member, request);
            }
            else if (name == "effort" && !member.IsNull)
            {
                request.Reasoning = (request.Reasoning ?? new ReasoningRequest()) with { Effort = member.Text() };
                request.Paths.TryAdd(RequestField.Reasoning, member.Path);
            }
            else if (!member.IsNull)
            {
                request.Extras.Add(new ExtraMember(member.Path, member.Path, member.Value));
            }
        }
    }

    public static void ReadFormat(RequestNode node, GenAIRequest request)
    {
        if (node.IsNull)
        {
            return;
        }

        request.Wrote(RequestField.ResponseFormat, node.Path);
        var type = node.RequiredText("type");
        if (type is not ("json_schema" or ""))
        {
            node.Member("type").Fault(
                "invalid_value", $"Invalid '{node.Path}.type': '{type}'. Accepted is: json_schema.");
        }

        var schema = node.Member("schema");
        _ = schema.Members().Any();
        request.ResponseFormat = new ResponseFormat(ResponseFormatKind.JsonSchema)
        {
            Schema = schema.Kind == JsonValueKind.Object ? schema.Value : null,
        };
        AnthropicBlockReader.AddRest(node, request, "type", "schema");
    }

    public static void ReadMetadata(RequestNode node, GenAIRequest request)
    {
        foreach (var (name, member) in node.Members())
        {
            if (name == "user_id")
            {
                request.User = member.Text();
                request.Wrote(RequestField.User, member.Path);
            }
            else
            {
                request.Extras.Add(new ExtraMember(member.Path, member.Path, member.Value));
            }
        }
    }
}
