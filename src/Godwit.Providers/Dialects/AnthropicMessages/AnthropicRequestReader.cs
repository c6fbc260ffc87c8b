using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Reads requests of <c>/v1/messages</c> and <c>/v1/messages/count_tokens</c>.</summary>
internal static class AnthropicRequestReader
{
    public static GenAIRequest Read(ReadOnlyMemory<byte> body, bool stream, RequestFaults faults)
    {
        // Streams of this dialect always have usage.
        var request = new GenAIRequest
        {
            Dialect = Dialect.AnthropicMessages, Stream = stream, IncludeUsage = true,
        };
        if (RequestDocument.Parse(body, faults) is not { } root)
        {
            return request;
        }

        // The instructions come first in a conversation, wherever they stand in the body.
        ReadSystem(root.Member("system"), request);
        foreach (var (name, node) in root.Members())
        {
            if (!node.IsNull || name == "messages")
            {
                ReadMember(name, node, request);
            }
        }

        if (root.Member("messages").IsNull)
        {
            faults.Add("messages", "missing_required_parameter", "'messages' is missing; it must be a list.");
        }

        return request;
    }

    private static void ReadMember(string name, RequestNode node, GenAIRequest request)
    {
        switch (name)
        {
            case "model" or "system":
                break;
            case "messages":
                request.Wrote(RequestField.Messages, node.Path);
                foreach (var message in node.Items())
                {
                    ReadMessage(message, request);
                }

                break;
            case "stream":
                request.Stream = node.Flag() ?? request.Stream;
                request.Wrote(RequestField.Stream, node.Path);
                break;
            case "tools":
                AnthropicToolReader.ReadTools(node, request);
                break;
            case "tool_choice":
                AnthropicToolReader.ReadChoice(node, request);
                break;
            case "thinking":
                AnthropicOutputReader.ReadThinking(node, request);
                break;
            case "output_config":
                AnthropicOutputReader.ReadOutput(node, request);
                break;
            case "output_format":
                AnthropicOutputReader.ReadFormat(node, request);
                break;
            case "metadata":
                AnthropicOutputReader.ReadMetadata(node, request);
                break;
            default:
                ReadValue(name, node, request);
                break;
        }
    }

    private static void ReadValue(string name, RequestNode node, GenAIRequest request)
    {
        switch (name)
        {
            case "max_tokens":
                request.MaxOutputTokens = node.WholeNumber();
                request.Wrote(RequestField.MaxOutputTokens, node.Path);
                break;
            case "temperature":
                request.Temperature = node.Number();
                request.Wrote(RequestField.Temperature, node.Path);
                break;
            case "top_p":
                request.TopP = node.Number();
                request.Wrote(RequestField.TopP, node.Path);
                break;
            case "top_k":
                request.TopK = node.WholeNumber();
                request.Wrote(RequestField.TopK, node.Path);
                break;
            case "stop_sequences":
                request.Stop = [.. node.Items().Select(item => item.Text() ?? "")];
                request.Wrote(RequestField.Stop, node.Path);
                break;
            case "service_tier":
                // In OpenAI's words, which the neutral request speaks.
                request.ServiceTier = node.Text() is var tier && tier == "standard_only" ? "default" : tier;
                request.Wrote(RequestField.ServiceTier, node.Path);
                break;
            default:
                request.Extras.Add(new ExtraMember(name, node.Path, node.Value));
                break;
        }
    }

    private static void ReadSystem(RequestNode node, GenAIRequest request)
    {
        if (node.IsNull)
        {
            return;
        }

        var message = new Message(Role.System, node.Path);
        AnthropicBlockReader.ReadContent(node, message.Parts, request);
        request.Messages.Add(message);
    }

    private static void ReadMessage(RequestNode node, GenAIRequest request)
    {
        List<Part> parts = [];
        foreach (var (name, member) in node.Members())
        {
            if (name == "content")
            {
                AnthropicBlockReader.ReadContent(member, parts, request);
            }
            else if (name != "role")
            {
                request.Extras.Add(new ExtraMember(member.Path, member.Path, member.Value));
            }
        }

        switch (node.RequiredText("role"))
        {
            case "user":
                AddUser(node.Path, parts, request);
                break;
            case "assistant":
                AnthropicBlockReader.AttachSeals(parts);
                request.Messages.Add(new Message(Role.Assistant, node.Path) { Parts = parts });
                break;
            case "system":
                request.Messages.Add(new Message(Role.System, node.Path) { Parts = parts });
                break;
            case var role:
                node.Member("role").Fault(
                    "invalid_value", $"Invalid '{node.Path}.role': '{role}'. Accepted are: user, assistant, system.");
                break;
        }

        if (node.Kind == System.Text.Json.JsonValueKind.Object && node.Member("content").IsNull)
        {
            node.Member("content").Fault(
                "missing_required_parameter", $"'{node.Path}.content' is missing; it must be a string or a list.");
        }
    }

    /// <summary>Results of tools are turns of their own in every other dialect, and come before what is said.</summary>
    private static void AddUser(string path, List<Part> parts, GenAIRequest request)
    {
        List<Part> results = [.. parts.Where(part => part is ToolResultPart)];
        if (results.Count > 0)
        {
            request.Messages.Add(new Message(Role.Tool, path) { Parts = results });
        }

        if (results.Count < parts.Count || results.Count == 0)
        {
            parts.RemoveAll(part => part is ToolResultPart);
            request.Messages.Add(new Message(Role.User, path) { Parts = parts });
        }
    }
}
