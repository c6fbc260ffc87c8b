using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Reads the content of messages.</summary>
internal static class OpenAIChatPartReader
{
    private const int MostDataUrlHead = 256;

    /// <summary>Reads a text, or a list of parts; nothing for null.</summary>
    public static List<Part> Content(RequestNode content, GenAIRequest request)
    {
        var parts = new List<Part>();
        switch (content.Kind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                break;
            case JsonValueKind.String:
                parts.Add(new TextPart(content.Text() ?? "") { Path = content.Path });
                break;
            case JsonValueKind.Array:
                foreach (var item in content.Items())
                {
                    parts.Add(ReadPart(item, request));
                }

                break;
            default:
                content.Fault(
                    "invalid_type", $"Invalid type for '{content.Path}': expected a string or a list of parts.");
                break;
        }

        return parts;
    }

    /// <summary>Reads a <c>cache_control</c>; null without one.</summary>
    public static CacheMark? Cache(RequestNode node) =>
        node.Member("cache_control") is { Kind: JsonValueKind.Object } mark
            ? new CacheMark(mark.Path, mark.Member("ttl") is { IsNull: false } ttl && ttl.Text() == "1h") : null;

    private static Part ReadPart(RequestNode node, GenAIRequest request)
    {
        var type = node.RequiredText("type");
        Part part = type switch
        {
            "text" or "input_text" or "output_text" => new TextPart(node.RequiredText("text")),
            "refusal" => new RefusalPart(node.RequiredText("refusal")),
            "image_url" => Image(node.Member("image_url"), request),
            "video_url" => Video(node.Member("video_url"), request),
            "input_audio" => Audio(node.Member("input_audio"), request),
            "file" => File(node.Member("file"), request),
            "thinking" => new ReasoningPart { Text = Thinking(node.Member("thinking")) },
            _ => new ForeignPart(request.Dialect, type, node.Value),
        };

        if (part is not ForeignPart)
        {
            KeepUnknown(node, request, type, "type", "text", "cache_control");
        }

        return part with { Path = node.Path, Cache = Cache(node) };
    }

    private static MediaPart Image(RequestNode node, GenAIRequest request)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return new MediaPart(MediaKind.Image, FromUrl(node));
        }

        KeepUnknown(node, request, "url", "detail");
        var detail = node.Member("detail");
        return new MediaPart(MediaKind.Image, FromUrl(Required(node, "url")))
        {
            Detail = detail.IsNull ? null : detail.Text(),
        };
    }

    private static MediaPart Video(RequestNode node, GenAIRequest request)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return new MediaPart(MediaKind.Video, FromUrl(node));
        }

        KeepUnknown(node, request, "url");
        return new MediaPart(MediaKind.Video, FromUrl(Required(node, "url")));
    }

    private static MediaPart Audio(RequestNode node, GenAIRequest request)
    {
        KeepUnknown(node, request, "data", "format");
        var data = FromUrl(Required(node, "data"), bareIsData: true);
        var format = node.Member("format");
        return new MediaPart(MediaKind.Audio, data with
        {
            MediaType = data.MediaType ?? (format.IsNull ? null : AudioFormats.MediaType(format.Text())),
        });
    }

    private static MediaPart File(RequestNode node, GenAIRequest request)
    {
        KeepUnknown(node, request, "file_data", "file_id", "filename", "file_url");
        var (data, id, url, name) =
            (node.Member("file_data"), node.Member("file_id"), node.Member("file_url"), node.Member("filename"));
        var source = !data.IsNull ? FromUrl(data, bareIsData: true)
            : !id.IsNull ? new MediaSource { FileId = id.Text() }
            : FromUrl(url.IsNull ? Required(node, "file_data") : url);
        return new MediaPart(MediaKind.Document, source) { Name = name.IsNull ? null : name.Text() };
    }

    private static RequestNode Required(RequestNode node, string name)
    {
        _ = node.RequiredText(name);
        return node.Member(name);
    }

    // Mistral: a list of text parts.
    private static string Thinking(RequestNode node)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return node.Text() ?? "";
        }

        var text = new StringBuilder();
        foreach (var item in node.Items())
        {
            text.Append(item.Member("text") is { IsNull: false } part ? part.Text() : "");
        }

        return text.ToString();
    }

    private static MediaSource FromUrl(RequestNode node, bool bareIsData = false)
    {
        var text = node.Utf8();
        if (!text.Span.StartsWith("data:"u8) && (!bareIsData || text.Span.StartsWith("http"u8)))
        {
            return new MediaSource { Url = Encoding.UTF8.GetString(text.Span) };
        }

        // Writers hand the bytes on as they are, so that nothing else may be among them.
        if (!Ascii.IsValid(text.Span))
        {
            node.Fault("invalid_value", $"Invalid '{node.Path}': the data must be base64.");
        }

        if (!text.Span.StartsWith("data:"u8))
        {
            return new MediaSource { Base64 = text };
        }

        var comma = text.Span[..Math.Min(text.Length, MostDataUrlHead)].IndexOf((byte)',');
        var head = comma < 0 ? "" : Encoding.UTF8.GetString(text.Span[5..comma]);
        if (!head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            node.Fault("invalid_value", $"Invalid '{node.Path}': a data URL must be data:TYPE;base64,DATA.");
        }

        var type = head.Split(';')[0];
        return new MediaSource { Base64 = text[(comma + 1)..], MediaType = type.Length == 0 ? null : type };
    }

    private static void KeepUnknown(RequestNode node, GenAIRequest request, params ReadOnlySpan<string> known)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var (name, member) in node.Members())
        {
            if (!known.Contains(name))
            {
                OpenAIChatRequestReader.Keep(request, member);
            }
        }
    }
}
