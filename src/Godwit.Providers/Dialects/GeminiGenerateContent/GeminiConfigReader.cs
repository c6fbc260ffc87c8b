using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Reads <c>generationConfig</c>.</summary>
internal static class GeminiConfigReader
{
    public static void Read(RequestNode config, GenAIRequest request)
    {
        var format = default(FormatNodes);
        foreach (var (name, node) in config.CamelMembers())
        {
            switch (name)
            {
                case "responseMimeType":
                    format.Type = node;
                    break;
                case "responseSchema":
                    format.Schema = node;
                    break;
                case "responseJsonSchema" or "_responseJsonSchema":
                    format.JsonSchema = node;
                    break;
                case "thinkingConfig":
                    ReadThinking(node, request);
                    break;
                default:
                    ReadNumber(name, node, request);
                    break;
            }
        }

        ReadFormat(format, request);
    }

    private static void ReadNumber(string name, RequestNode node, GenAIRequest request)
    {
        RequestField field;
        switch (name)
        {
            case "temperature":
                (request.Temperature, field) = (node.Number(), RequestField.Temperature);
                break;
            case "topP":
                (request.TopP, field) = (node.Number(), RequestField.TopP);
                break;
            case "topK":
                (request.TopK, field) = (node.Whole(), RequestField.TopK);
                break;
            case "maxOutputTokens":
                (request.MaxOutputTokens, field) = (node.Whole(), RequestField.MaxOutputTokens);
                break;
            case "stopSequences":
                (request.Stop, field) = (node.Texts(), RequestField.Stop);
                break;
            case "candidateCount":
                (request.Choices, field) = (node.Small(), RequestField.Choices);
                break;
            case "seed":
                (request.Seed, field) = (node.Whole(), RequestField.Seed);
                break;
            case "presencePenalty":
                (request.PresencePenalty, field) = (node.Number(), RequestField.PresencePenalty);
                break;
            case "frequencyPenalty":
                (request.FrequencyPenalty, field) = (node.Number(), RequestField.FrequencyPenalty);
                break;
            case "responseLogprobs":
                (request.Logprobs, field) = (node.Flag(), RequestField.Logprobs);
                break;
            case "logprobs":
                (request.TopLogprobs, field) = (node.Small(), RequestField.TopLogprobs);
                break;
            default:
                GeminiRequestReader.Keep(request, name, node);
                return;
        }

        request.Wrote(field, node.Path);
    }

    private static void ReadThinking(RequestNode thinking, GenAIRequest request)
    {
        var reasoning = new ReasoningRequest();
        foreach (var (name, node) in thinking.CamelMembers())
        {
            switch (name)
            {
                case "thinkingBudget":
                    reasoning = node.Whole() switch
                    {
                        null => reasoning,
                        < 0 => reasoning with { Adaptive = true },
                        0 => reasoning with { Enabled = false },
                        { } budget => reasoning with { BudgetTokens = budget },
                    };
                    break;
                case "thinkingLevel":
                    reasoning = node.Text() is { } level and not "THINKING_LEVEL_UNSPECIFIED"
                        ? reasoning with { Effort = level.ToLowerInvariant() } : reasoning;
                    break;
                case "includeThoughts":
                    reasoning = reasoning with { Show = node.Flag() };
                    break;
                default:
                    GeminiRequestReader.Keep(request, name, node);
                    break;
            }
        }

        request.Reasoning = reasoning;
        request.Wrote(RequestField.Reasoning, thinking.Path);
    }

    private static void ReadFormat(in FormatNodes format, GenAIRequest request)
    {
        var type = format.Type.IsNull ? null : format.Type.Text();
        var isJson = type == "application/json";
        if (!isJson && type is not null and not "text/plain")
        {
            // text/x.enum answers with one bare word of the schema, which no other dialect does.
            GeminiRequestReader.Keep(request, "responseMimeType", format.Type);
        }

        var schema = format.JsonSchema.IsNull ? format.Schema : format.JsonSchema;
        if (!isJson)
        {
            if (!schema.IsNull)
            {
                GeminiRequestReader.Keep(
                    request, format.JsonSchema.IsNull ? "responseSchema" : "responseJsonSchema", schema);
            }

            return;
        }

        request.Wrote(RequestField.ResponseFormat, schema.IsNull ? format.Type.Path : schema.Path);
        request.ResponseFormat = schema.IsNull
            ? new ResponseFormat(ResponseFormatKind.JsonObject)
            : new ResponseFormat(ResponseFormatKind.JsonSchema)
            {
                Schema = format.JsonSchema.IsNull ? GeminiSchemaReader.ToJsonSchema(schema.Value) : schema.Value,
            };
    }

    private struct FormatNodes
    {
        public RequestNode Type;
        public RequestNode Schema;
        public RequestNode JsonSchema;
    }
}
