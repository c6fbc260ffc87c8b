using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <content>Parts of messages and results, tools, and the choice among tools.</content>
internal static partial class ResponsesRequestReader
{
    private static Part? ReadPart(RequestNode node, GenAIRequest request)
    {
        var type = node.RequiredText("type");
        switch (type)
        {
            case "input_text" or "output_text" or "text":
                KeepOthers(node, request, "type", "text", "annotations", "logprobs");
                return new TextPart(node.RequiredText("text"))
                {
                    Path = node.Path,
                    Citations = ResponsesAnnotations.Read(node.Member("annotations").Value),
                };
            case "refusal":
                KeepOthers(node, request, "type", "refusal");
                return new RefusalPart(node.RequiredText("refusal")) { Path = node.Path };
            case "input_image":
                KeepOthers(node, request, "type", "image_url", "file_id", "detail");
                return new MediaPart(MediaKind.Image, ReadSource(node, "image_url", null))
                {
                    Path = node.Path, Detail = node.Member("detail").Text(),
                };
            case "input_file":
                KeepOthers(node, request, "type", "file_url", "file_data", "file_id", "filename");
                return new MediaPart(MediaKind.Document, ReadSource(node, "file_url", "file_data"))
                {
                    Path = node.Path, Name = node.Member("filename").Text(),
                };
            case "input_audio":
                KeepOthers(node, request, "type", "input_audio");
                var audio = node.Member("input_audio");
                var source = new MediaSource
                {
                    Base64 = audio.Member("data").Utf8(), MediaType = $"audio/{audio.RequiredText("format")}",
                };
                return new MediaPart(MediaKind.Audio, source) { Path = node.Path };
            default:
                return new ForeignPart(Own, type, node.Value) { Path = node.Path };
        }
    }

    private static MediaSource ReadSource(RequestNode node, string url, string? data)
    {
        var inline = data is null ? default : node.Member(data);
        var address = node.Member(url);
        if (!inline.IsNull)
        {
            return MediaData.Read(inline);
        }

        if (!address.IsNull && address.Kind == JsonValueKind.String && MediaData.IsInline(address.Value))
        {
            return MediaData.Read(address);
        }

        var source = new MediaSource { Url = address.Text(), FileId = node.Member("file_id").Text() };
        if (source.Url is null && source.FileId is null)
        {
            node.Fault(
                "missing_required_parameter", $"'{node.Path}' needs '{url}'{(data is null ? "" : $", '{data}'")} or "
                + "'file_id'.");
        }

        return source.Url is null ? source : source with { FileId = null };
    }

    private static void ReadTool(RequestNode node, GenAIRequest request)
    {
        var type = node.RequiredText("type");
        if (type != "function")
        {
            request.Tools.Add(new ToolDefinition(node.Member("name").Text() ?? type, node.Path)
            {
                Hosted = new HostedTool(Own, type, node.Value),
            });
            return;
        }

        request.Tools.Add(new ToolDefinition(node.RequiredText("name"), node.Path)
        {
            Description = node.Member("description").Text(),
            Parameters = ObjectAt(node, "parameters"),
            Strict = node.Member("strict").Flag(),
        });
        KeepOthers(node, request, "type", "name", "description", "parameters", "strict");
    }

    private static void ReadToolChoice(RequestNode node, GenAIRequest request)
    {
        request.Wrote(RequestField.ToolChoice, node.Path);
        if (node.Kind == JsonValueKind.String)
        {
            request.ToolChoice = Mode(node) is { } mode ? new ToolChoice(mode) : null;
            return;
        }

        switch (node.RequiredText("type"))
        {
            case "function":
                request.ToolChoice = new ToolChoice(ToolChoiceMode.Named, node.RequiredText("name"));
                break;
            case "allowed_tools" when Names(node.Member("tools")) is { } names:
                request.ToolChoice = new ToolChoice(Mode(node.Member("mode")) ?? ToolChoiceMode.Auto)
                {
                    Allowed = names,
                };
                break;
            default:
                // A tool that the provider runs itself.
                Keep("tool_choice", node, request);
                break;
        }
    }

    private static ToolChoiceMode? Mode(RequestNode node)
    {
        switch (node.Text())
        {
            case "auto" or null:
                return ToolChoiceMode.Auto;
            case "none":
                return ToolChoiceMode.None;
            case "required":
                return ToolChoiceMode.Required;
            default:
                node.Fault("invalid_value", $"Invalid '{node.Path}'. Use none, auto, required, or an object.");
                return null;
        }
    }

    /// <summary>The names of functions; null when there is something else among them.</summary>
    private static List<string>? Names(RequestNode tools)
    {
        var names = new List<string>();
        foreach (var tool in tools.Items())
        {
            if (tool.Kind != JsonValueKind.Object || tool.Member("name").Text() is not { } name)
            {
                return null;
            }

            names.Add(name);
        }

        return names;
    }
}
