using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Reads a chat completions request.</summary>
internal static class OpenAIChatRequestReader
{
    private const int MostChoices = 128;

    public static GenAIRequest Read(ReadOnlyMemory<byte> body, bool stream, RequestFaults faults)
    {
        var request = new GenAIRequest { Dialect = Dialect.OpenAIChat, Stream = stream };
        if (RequestDocument.Parse(body, faults) is not { } root)
        {
            return request;
        }

        foreach (var (name, node) in root.Members())
        {
            // Null is what many clients write for "not set".
            if (!node.IsNull)
            {
                ReadMember(request, name, node);
            }
        }

        if (root.Member("messages").IsNull)
        {
            faults.Add(
                "messages", "missing_required_parameter", "'messages' is missing; it must be a list of messages.");
        }

        return request;
    }

    /// <summary>Keeps a member that has no neutral form and lies below the top, so that its loss is told.</summary>
    public static void Keep(GenAIRequest request, RequestNode node)
    {
        if (!node.IsNull)
        {
            // By its path: a name that also occurs at the top must not be taken for that one.
            request.Extras.Add(new ExtraMember(node.Path, node.Path, node.Value));
        }
    }

    private static void ReadMember(GenAIRequest request, string name, RequestNode node)
    {
        switch (name)
        {
            case "model":
                break;
            case "messages":
                OpenAIChatMessageReader.Read(node, request);
                break;
            case "stream":
                request.Stream = node.Flag() ?? request.Stream;
                request.Wrote(RequestField.Stream, node.Path);
                break;
            case "stream_options":
                ReadStreamOptions(request, node);
                break;
            case "tools" or "functions" or "tool_choice" or "function_call" or "parallel_tool_calls":
                OpenAIChatToolReader.Read(name, node, request);
                break;
            case "response_format":
                OpenAIChatToolReader.ReadFormat(node, request);
                break;
            case "reasoning_effort" or "reasoning" or "thinking" or "enable_thinking" or "thinking_budget"
                or "include_reasoning":
                OpenAIChatReasoningReader.ReadRequest(name, node, request);
                break;
            default:
                if (!ReadSampling(request, name, node) && !ReadOutput(request, name, node))
                {
                    request.Extras.Add(new ExtraMember(name, node.Path, node.Value));
                }

                break;
        }
    }

    private static void ReadStreamOptions(GenAIRequest request, RequestNode node)
    {
        foreach (var (name, option) in node.Members())
        {
            if (name == "include_usage")
            {
                request.IncludeUsage = option.Flag() ?? false;
            }
            else if (name != "include_obfuscation" || option.Flag() == true)
            {
                // Translated streams have no obfuscation: who switches it off gets what he wants.
                Keep(request, option);
            }
        }
    }

    private static bool ReadSampling(GenAIRequest request, string name, RequestNode node)
    {
        switch (name)
        {
            case "temperature":
                request.Temperature = node.Number();
                request.Wrote(RequestField.Temperature, node.Path);
                return true;
            case "top_p":
                request.TopP = node.Number();
                request.Wrote(RequestField.TopP, node.Path);
                return true;
            case "top_k":
                request.TopK = node.WholeNumber();
                request.Wrote(RequestField.TopK, node.Path);
                return true;
            case "frequency_penalty":
                request.FrequencyPenalty = node.Number();
                request.Wrote(RequestField.FrequencyPenalty, node.Path);
                return true;
            case "presence_penalty":
                request.PresencePenalty = node.Number();
                request.Wrote(RequestField.PresencePenalty, node.Path);
                return true;
            case "seed" or "random_seed":
                request.Seed = node.WholeNumber();
                request.Wrote(RequestField.Seed, node.Path);
                return true;
            case "stop":
                request.Stop = ReadStop(node);
                request.Wrote(RequestField.Stop, node.Path);
                return true;
            default:
                return false;
        }
    }

    private static bool ReadOutput(GenAIRequest request, string name, RequestNode node)
    {
        switch (name)
        {
            case "max_completion_tokens":
                request.MaxOutputTokens = Within(node, 1, long.MaxValue);
                request.Wrote(RequestField.MaxOutputTokens, node.Path);
                return true;
            case "max_tokens":
                // The older name; where both are given the newer one counts.
                if (!request.Paths.ContainsKey(RequestField.MaxOutputTokens))
                {
                    request.MaxOutputTokens = Within(node, 1, long.MaxValue);
                    request.Wrote(RequestField.MaxOutputTokens, node.Path);
                }

                return true;
            case "n":
                request.Choices = (int?)Within(node, 1, MostChoices);
                request.Wrote(RequestField.Choices, node.Path);
                return true;
            case "logprobs":
                request.Logprobs = node.Flag();
                request.Wrote(RequestField.Logprobs, node.Path);
                return true;
            case "top_logprobs":
                request.TopLogprobs = (int?)Within(node, 0, 1_000);
                request.Wrote(RequestField.TopLogprobs, node.Path);
                return true;
            case "user":
                request.User = node.Text();
                request.Wrote(RequestField.User, node.Path);
                return true;
            case "service_tier":
                request.ServiceTier = node.Text();
                request.Wrote(RequestField.ServiceTier, node.Path);
                return true;
            default:
                return false;
        }
    }

    private static long? Within(RequestNode node, long least, long most)
    {
        var number = node.WholeNumber();
        if (number < least || number > most)
        {
            node.Fault(
                "invalid_value",
                most == long.MaxValue
                    ? $"Invalid '{node.Path}': it must be {least} or more."
                    : $"Invalid '{node.Path}': it must be from {least} to {most}.");
            return null;
        }

        return number;
    }

    private static List<string> ReadStop(RequestNode node)
    {
        var list = new List<string>();
        if (node.Kind == System.Text.Json.JsonValueKind.String)
        {
            list.Add(node.Text() ?? "");
            return list;
        }

        foreach (var item in node.Items())
        {
            list.Add(item.Text() ?? "");
        }

        return list;
    }
}
