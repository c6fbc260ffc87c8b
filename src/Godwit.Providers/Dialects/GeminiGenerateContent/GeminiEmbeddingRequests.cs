using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Requests of embedContent and batchEmbedContents.</summary>
internal static class GeminiEmbeddingRequests
{
    /// <summary>Reads either.</summary>
    public static EmbeddingRequest Read(ReadOnlyMemory<byte> body, bool batch, RequestFaults faults)
    {
        var request = new EmbeddingRequest { Dialect = Dialect.GeminiGenerateContent, IsBatch = batch };
        if (RequestDocument.Parse(body, faults) is not { } root)
        {
            return request;
        }

        if (!batch)
        {
            ReadOne(root, request, first: true);
            return request;
        }

        foreach (var (name, node) in root.CamelMembers())
        {
            if (name != "requests")
            {
                request.Extras.Add(new ExtraMember(name, node.Path, node.Value));
                continue;
            }

            foreach (var one in node.Each())
            {
                ReadOne(one, request, first: request.Inputs.Count == 0);
            }
        }

        if (request.Inputs.Count == 0)
        {
            root.Member("requests").Fault(
                "missing_required_parameter", "'requests' is missing; it must be a list with at least one request.");
        }

        return request;
    }

    /// <summary>Writes a batchEmbedContents, also for one input: its answer has the same form for any number.</summary>
    public static void Write(EmbeddingRequest request, string model, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        json.WriteStartObject();
        json.WriteStartArray("requests"u8);
        foreach (var text in request.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("model"u8, GeminiEmbeddingModels.NameOf(model));
            json.WriteStartObject("content"u8);
            json.WriteStartArray("parts"u8);
            json.WriteStartObject();
            json.WriteString("text"u8, text);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            if (request.Dimensions is { } dimensions)
            {
                json.WriteNumber("outputDimensionality"u8, dimensions);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void ReadOne(RequestNode one, EmbeddingRequest request, bool first)
    {
        RequestNode? content = null;
        long? dimensions = null;
        foreach (var (name, node) in one.CamelMembers())
        {
            switch (name)
            {
                case "model":
                    break;
                case "content":
                    content = node;
                    break;
                case "outputDimensionality":
                    dimensions = node.Whole();
                    break;
                default:
                    request.Extras.Add(new ExtraMember(name, node.Path, node.Value));
                    break;
            }
        }

        if (content is null)
        {
            one.Member("content").Fault(
                "missing_required_parameter", $"'{one.Member("content").Path}' is missing; it must be an object.");
            return;
        }

        request.Inputs.Add(ReadText(content.Value, request));
        if (first)
        {
            request.Dimensions = dimensions;
        }
        else if (dimensions != request.Dimensions)
        {
            one.Fault(
                "unsupported_value",
                $"Invalid '{one.Path}': this provider makes all vectors of a request with one outputDimensionality.");
        }
    }

    private static string ReadText(RequestNode content, EmbeddingRequest request)
    {
        if (content.Kind == JsonValueKind.String)
        {
            return content.Text() ?? "";
        }

        List<string> texts = [];
        foreach (var (name, node) in content.CamelMembers())
        {
            if (name == "parts")
            {
                texts.AddRange(node.Each().Select(ReadPart));
            }
            else if (name != "role")
            {
                request.Extras.Add(new ExtraMember(name, node.Path, node.Value));
            }
        }

        if (texts.Count == 0)
        {
            content.Fault("missing_required_parameter", $"'{content.Path}' has no part with a text.");
        }

        return string.Concat(texts);
    }

    private static string ReadPart(RequestNode part)
    {
        string? text = null;
        foreach (var (name, node) in part.CamelMembers())
        {
            if (name != "text")
            {
                node.Fault("unsupported_value", $"Invalid '{node.Path}': this provider embeds nothing but text.");
                return "";
            }

            text = node.Text();
        }

        return text ?? "";
    }
}
