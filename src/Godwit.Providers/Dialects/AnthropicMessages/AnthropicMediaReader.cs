using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Reads blocks of images, documents and search results.</summary>
internal static class AnthropicMediaReader
{
    public static MediaPart Read(RequestNode node, GenAIRequest request)
    {
        var type = node.Member("type").Text();
        var result = type == "search_result";
        var source = node.Member(result ? "content" : "source");
        var part = new MediaPart(
            type == "image" ? MediaKind.Image : MediaKind.Document,
            result ? new MediaSource { Text = TextOf(source, request), MediaType = "text/plain" }
                : ReadSource(source, request))
        {
            Path = node.Path,
            Cache = AnthropicBlockReader.ReadCache(node, request),
            Name = node.Member("title").Text(),
            Context = result ? node.Member("source").Text() : node.Member("context").Text(),
            CitationsWanted = ReadCitations(node, request),

            // Its pieces are cited one by one, which a single text can't say.
            Native = result || TypeOf(source) == "content" ? node.Value : null,
        };
        if (!result)
        {
            AnthropicBlockReader.AddRest(
                node, request, "type", "source", "cache_control", "title", "context", "citations");
        }

        return part;
    }

    private static MediaSource ReadSource(RequestNode source, GenAIRequest request)
    {
        if (source.IsNull)
        {
            source.Fault("missing_required_parameter", $"'{source.Path}' is missing; it must be an object.");
            return new MediaSource();
        }

        _ = source.Members().Any();
        AnthropicBlockReader.AddRest(
            source, request, "type", "media_type", "data", "url", "file_id", "content");
        switch (source.RequiredText("type"))
        {
            case "base64":
                return new MediaSource
                {
                    MediaType = source.RequiredText("media_type"), Base64 = source.Member("data").Utf8(),
                };
            case "url":
                return new MediaSource { Url = source.RequiredText("url") };
            case "file":
                return new MediaSource { FileId = source.RequiredText("file_id") };
            case "text":
                return new MediaSource { MediaType = "text/plain", Text = source.RequiredText("data") };
            case "content":
                return new MediaSource
                {
                    MediaType = "text/plain", Text = TextOf(source.Member("content"), request),
                };
            case var type:
                source.Member("type").Fault(
                    "invalid_value",
                    $"Invalid '{source.Path}.type': '{type}'. Accepted are: base64, url, file, text, content.");
                return new MediaSource();
        }
    }

    /// <summary>The words of a content that is cited piece by piece; other dialects lose what is no text.</summary>
    private static string TextOf(RequestNode content, GenAIRequest request)
    {
        if (content.Kind == JsonValueKind.String)
        {
            return content.Text() ?? "";
        }

        var text = new StringBuilder();
        foreach (var block in content.Items())
        {
            if (block.Kind == JsonValueKind.Object && block.Member("type").Text() == "text")
            {
                text.Append(text.Length > 0 ? "\n" : "").Append(block.RequiredText("text"));
            }
            else
            {
                request.Extras.Add(new ExtraMember(block.Path, block.Path, block.Value));
            }
        }

        return text.ToString();
    }

    private static string? TypeOf(RequestNode source) => source.Value.TextAt("type"u8);

    private static bool ReadCitations(RequestNode node, GenAIRequest request)
    {
        var citations = node.Member("citations");
        if (citations.IsNull)
        {
            return false;
        }

        AnthropicBlockReader.AddRest(citations, request, "enabled");
        var enabled = citations.Member("enabled");
        return !enabled.IsNull && enabled.Flag() == true;
    }
}
