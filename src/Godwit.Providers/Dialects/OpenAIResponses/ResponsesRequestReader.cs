using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Reads a request for a response.</summary>
internal static partial class ResponsesRequestReader
{
    private const Dialect Own = Dialect.OpenAIResponses;

    /// <summary>Reads a body.</summary>
    public static GenAIRequest Read(ReadOnlyMemory<byte> body, RequestFaults faults)
    {
        var request = new GenAIRequest { Dialect = Own, IncludeUsage = true };
        if (RequestDocument.Parse(body, faults) is not { } root)
        {
            return request;
        }

        // Before the input, whatever the order on the wire: it stands before the conversation.
        ReadInstructions(root.Member("instructions"), request);
        foreach (var (name, node) in root.Members())
        {
            if (!node.IsNull && !ReadMember(name, node, request) && !ReadSetting(name, node, request))
            {
                Keep(name, node, request);
            }
        }

        if (request.Messages.Count == 0 && !HasStoredContext(request))
        {
            faults.Add("input", "missing_required_parameter", "'input' is missing; it must be a string or a list.");
        }

        return request;
    }

    private static bool HasStoredContext(GenAIRequest request) => request.Extras.Exists(
        extra => extra.Name is "previous_response_id" or "conversation" or "prompt");

    private static bool ReadMember(string name, RequestNode node, GenAIRequest request)
    {
        switch (name)
        {
            case "model" or "instructions":
                return true;
            case "input":
                ReadInput(node, request);
                return true;
            case "stream":
                request.Stream = node.Flag() ?? false;
                return true;
            case "tools":
                request.Wrote(RequestField.Tools, node.Path);
                foreach (var tool in node.Items())
                {
                    ReadTool(tool, request);
                }

                return true;
            case "tool_choice":
                ReadToolChoice(node, request);
                return true;
            case "text":
                ReadText(node, request);
                return true;
            case "reasoning":
                ReadReasoning(node, request);
                return true;
            case "include":
                ReadInclude(node, request);
                return true;
            case "stream_options":
                // Only padding against observers is chosen there, which a translated stream does not have.
                foreach (var (option, value) in node.Members())
                {
                    Keep(option, value, request, satisfied: option == "include_obfuscation");
                }

                return true;
            default:
                return false;
        }
    }

    private static bool ReadSetting(string name, RequestNode node, GenAIRequest request)
    {
        RequestField field;
        switch (name)
        {
            case "parallel_tool_calls":
                (field, request.ParallelToolCalls) = (RequestField.ParallelToolCalls, node.Flag());
                break;
            case "max_output_tokens":
                (field, request.MaxOutputTokens) = (RequestField.MaxOutputTokens, node.WholeNumber());
                break;
            case "temperature":
                (field, request.Temperature) = (RequestField.Temperature, node.Number());
                break;
            case "top_p":
                (field, request.TopP) = (RequestField.TopP, node.Number());
                break;
            case "presence_penalty":
                (field, request.PresencePenalty) = (RequestField.PresencePenalty, node.Number());
                break;
            case "frequency_penalty":
                (field, request.FrequencyPenalty) = (RequestField.FrequencyPenalty, node.Number());
                break;
            case "top_logprobs":
                field = RequestField.TopLogprobs;
                request.TopLogprobs = (int?)Math.Clamp(node.WholeNumber() ?? 0, 0, 1000);
                break;
            case "user":
                (field, request.User) = (RequestField.User, node.Text());
                break;
            case "service_tier":
                (field, request.ServiceTier) = (RequestField.ServiceTier, node.Text());
                break;
            default:
                return false;
        }

        request.Wrote(field, node.Path);
        return true;
    }

    private static void ReadText(RequestNode node, GenAIRequest request)
    {
        foreach (var (name, member) in node.Members())
        {
            if (member.IsNull)
            {
                continue;
            }

            if (name == "format")
            {
                request.Wrote(RequestField.ResponseFormat, member.Path);
                ReadFormat(member, request);
            }
            else
            {
                Keep(name, member, request);
            }
        }
    }

    private static void ReadFormat(RequestNode node, GenAIRequest request)
    {
        var kind = node.RequiredText("type") switch
        {
            "json_schema" => ResponseFormatKind.JsonSchema,
            "json_object" => ResponseFormatKind.JsonObject,
            _ => ResponseFormatKind.Text,
        };
        request.ResponseFormat = new ResponseFormat(kind)
        {
            Name = node.Member("name").Text(),
            Description = node.Member("description").Text(),
            Schema = ObjectAt(node, "schema"),
            Strict = node.Member("strict").Flag(),
        };
        KeepOthers(node, request, "type", "name", "description", "schema", "strict");
    }

    private static void ReadReasoning(RequestNode node, GenAIRequest request)
    {
        request.Wrote(RequestField.Reasoning, node.Path);
        var summary = node.Member("summary").Text() ?? node.Member("generate_summary").Text();
        request.Reasoning = new ReasoningRequest
        {
            Effort = node.Member("effort").Text(),
            Summary = summary,
            Show = summary is null ? null : true,
        };
        KeepOthers(node, request, "effort", "summary", "generate_summary");
    }

    private static void ReadInclude(RequestNode node, GenAIRequest request)
    {
        foreach (var item in node.Items())
        {
            var what = item.Text();
            if (what == "message.output_text.logprobs")
            {
                request.Logprobs = true;
                request.Wrote(RequestField.Logprobs, item.Path);
            }
            else
            {
                // Reasoning that can be sent back is always handed on.
                Keep("include", item, request, satisfied: what == "reasoning.encrypted_content");
            }
        }
    }

    private static JsonElement? ObjectAt(RequestNode node, string name)
    {
        var member = node.Member(name);
        if (member.IsNull || member.Kind == JsonValueKind.Object)
        {
            return member.IsNull ? null : member.Value;
        }

        member.Fault("invalid_type", $"Invalid type for '{member.Path}': expected an object.");
        return null;
    }

    private static void KeepOthers(RequestNode node, GenAIRequest request, params ReadOnlySpan<string> known)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var (name, member) in node.Members())
        {
            if (!member.IsNull && !known.Contains(name))
            {
                Keep(name, member, request);
            }
        }
    }

    private static void Keep(string name, RequestNode node, GenAIRequest request, bool satisfied = false) =>
        request.Extras.Add(new ExtraMember(name, node.Path, node.Value)
        {
            Satisfied = satisfied || node.IsNull || IsSatisfied(name, node),
        });

    // What the client wrote out and is so anyway, and state, which the gateway itself answers for.
    private static bool IsSatisfied(string name, RequestNode node) => name switch
    {
        "background" => node.Kind == JsonValueKind.False,
        "truncation" => node.Kind == JsonValueKind.String && node.Value.ValueEquals("disabled"),
        "store" or "previous_response_id" or "conversation" => true,
        _ => false,
    };
}
