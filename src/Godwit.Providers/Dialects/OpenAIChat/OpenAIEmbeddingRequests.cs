using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Requests of <c>/v1/embeddings</c>.</summary>
internal static class OpenAIEmbeddingRequests
{
    public static EmbeddingRequest Read(ReadOnlyMemory<byte> body, RequestFaults faults)
    {
        var request = new EmbeddingRequest { Dialect = Dialect.OpenAIChat };
        if (RequestDocument.Parse(body, faults) is not { } root)
        {
            return request;
        }

        foreach (var (name, node) in root.Members())
        {
            switch (name)
            {
                case "model":
                case "input":
                    break;
                case "dimensions":
                    request.Dimensions = node.WholeNumber();
                    break;
                case "encoding_format":
                    ReadFormat(node, request);
                    break;
                default:
                    request.Extras.Add(new ExtraMember(name, node.Path, node.Value));
                    break;
            }
        }

        ReadInput(root.Member("input"), request);
        return request;
    }

    public static void Write(EmbeddingRequest request, string model, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteStartArray("input"u8);
        foreach (var text in request.Inputs)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        if (request.Dimensions is { } dimensions)
        {
            json.WriteNumber("dimensions"u8, dimensions);
        }

        json.WriteString("encoding_format"u8, "float"u8);
        json.WriteEndObject();
    }

    private static void ReadFormat(RequestNode node, EmbeddingRequest request)
    {
        var format = node.Text();
        request.Base64 = format == "base64";
        if (format is not (null or "float" or "base64"))
        {
            node.Fault("invalid_value", $"Invalid '{node.Path}': it must be \"float\" or \"base64\".");
        }
    }

    private static void ReadInput(RequestNode input, EmbeddingRequest request)
    {
        if (input.IsNull)
        {
            input.Fault("missing_required_parameter", "'input' is missing; it must be a text or a list of texts.");
            return;
        }

        if (input.Kind == JsonValueKind.String)
        {
            request.Inputs.Add(input.Text() ?? "");
            return;
        }

        foreach (var item in input.Items())
        {
            // Numbers of a tokenizer that the provider does not have.
            if (item.Kind is JsonValueKind.Number or JsonValueKind.Array)
            {
                item.Fault(
                    "unsupported_value",
                    $"Invalid '{item.Path}': tokens can't be translated for this provider; send text instead.");
                return;
            }

            request.Inputs.Add(item.Text() ?? "");
        }

        if (request.Inputs.Count == 0)
        {
            input.Fault("invalid_value", "Invalid 'input': it must have at least one text.");
        }
    }
}
