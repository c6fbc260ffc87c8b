using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Reads calls of functions and their results in a conversation.</summary>
internal static class GeminiToolPartsReader
{
    /// <summary>Reads <c>functionCall</c>.</summary>
    public static ToolCallPart ReadCall(
        RequestNode data, string path, ReasoningSeal? seal, GenAIRequest request, GeminiCallIds ids)
    {
        string? name = null, id = null;
        var arguments = "{}";
        foreach (var (member, node) in data.CamelMembers())
        {
            switch (member)
            {
                case "name":
                    name = node.Text();
                    break;
                case "id":
                    id = node.Text();
                    break;
                case "args":
                    // Asked for its members only for the fault when it is no object.
                    _ = node.Members().Any();
                    arguments = node.Value.GetRawText();
                    break;
                default:
                    GeminiRequestReader.Keep(request, member, node);
                    break;
            }
        }

        name ??= data.RequiredText("name");
        return new ToolCallPart(ids.OfCall(id, name), name, arguments) { Seal = seal, Path = path };
    }

    /// <summary>Reads <c>functionResponse</c>.</summary>
    public static ToolResultPart ReadResult(RequestNode data, string path, GenAIRequest request, GeminiCallIds ids)
    {
        string? name = null, id = null;
        RequestNode response = default;
        var media = new List<Part>();
        foreach (var (member, node) in data.CamelMembers())
        {
            switch (member)
            {
                case "name":
                    name = node.Text();
                    break;
                case "id":
                    id = node.Text();
                    break;
                case "response":
                    response = node;
                    break;
                case "parts":
                    ReadMedia(node, request, media);
                    break;
                default:
                    GeminiRequestReader.Keep(request, member, node);
                    break;
            }
        }

        name ??= data.RequiredText("name");
        var (text, isError) = TextOf(response);
        var result = new ToolResultPart(ids.OfResult(id, name)) { Name = name, IsError = isError, Path = path };
        result.Content.Add(new TextPart(text) { Path = path });
        result.Content.AddRange(media);
        return result;
    }

    private static void ReadMedia(RequestNode list, GenAIRequest request, List<Part> media)
    {
        foreach (var item in list.Each())
        {
            foreach (var (kind, node) in item.CamelMembers())
            {
                if (kind is "inlineData" or "fileData")
                {
                    media.Add(GeminiMediaReader.Read(kind, node, item.Path, request));
                }
                else
                {
                    GeminiRequestReader.Keep(request, kind, node);
                }
            }
        }
    }

    /// <summary>
    /// The words of a result: bare where the object only wraps them, as this dialect's writer does; else the object.
    /// </summary>
    private static (string Text, bool IsError) TextOf(RequestNode response)
    {
        if (response.IsNull)
        {
            return ("", false);
        }

        // Asked for its members only for the fault when it is no object.
        using var members = response.Members().GetEnumerator();
        if (!members.MoveNext())
        {
            return ("{}", false);
        }

        var (name, value) = members.Current;
        return !members.MoveNext() && value.Kind == JsonValueKind.String && name is "result" or "error"
            && value.Kind == JsonValueKind.String
            ? (value.Text() ?? "", name == "error")
            : (response.Value.GetRawText(), false);
    }
}
