using System.Text;
using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Messages;

/// <summary>Reads Anthropic's messages as turns; the request was checked before.</summary>
internal static class MessagesTurns
{
    public static IEnumerable<Turn> Read(JsonElement root)
    {
        if (root.TryGetProperty("system", out JsonElement system))
        {
            yield return new Turn("system", TextOf(system), system);
        }

        foreach (JsonElement message in root.GetProperty("messages").EnumerateArray())
        {
            JsonElement content = message.GetProperty("content");
            List<JsonElement> results = [.. BlocksOf(content, "tool_result")];
            string text = TextOf(content);
            List<ImagePart> images = [.. ImagesOf(content)];
            string role = RequestFields.Text(message, "role")!;
            if (role == "assistant")
            {
                string calls = string.Concat(BlocksOf(content, "tool_use").Select(block => block.GetRawText()));
                yield return new Turn(role, text, message) { Calls = calls.Length > 0 ? calls : null };
                continue;
            }

            // Words beside tool results must not start the tools anew, so the results come last.
            if (results.Count == 0 || text.Length > 0 || images.Count > 0)
            {
                yield return new Turn(role, text, message) { Images = images };
            }

            foreach (JsonElement result in results)
            {
                yield return new Turn(
                    "tool", result.TryGetProperty("content", out JsonElement said) ? TextOf(said) : "", result);
            }
        }
    }

    /// <summary>The documents that are to be cited.</summary>
    public static IReadOnlyList<CitedDocument> DocumentsOf(JsonElement root)
    {
        List<CitedDocument> cited = [];
        int index = 0;
        foreach (JsonElement document in root.GetProperty("messages").EnumerateArray()
            .SelectMany(message => BlocksOf(message.GetProperty("content"), "document")))
        {
            if (RequestFields.Flag(RequestFields.Object(document, "citations"), "enabled") == true)
            {
                JsonElement source = RequestFields.Object(document, "source");
                string? title = RequestFields.Text(document, "title");
                cited.Add(RequestFields.Text(source, "type") switch
                {
                    "text" => new(index, title, RequestFields.Text(source, "data") ?? "", "char_location"),
                    "content" => new(index, title, TextOf(source.GetProperty("content")), "content_block_location"),
                    _ => new(index, title, "", "page_location"),
                });
            }

            index++;
        }

        return cited;
    }

    /// <summary>The blocks of one type; none of a content that is text alone.</summary>
    public static IEnumerable<JsonElement> BlocksOf(JsonElement content, string type) =>
        content.ValueKind != JsonValueKind.Array
            ? []
            : content.EnumerateArray().Where(block => RequestFields.Text(block, "type") == type);

    private static string TextOf(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Array)
        {
            return content.ValueKind == JsonValueKind.String ? content.GetString()! : "";
        }

        StringBuilder text = new();
        foreach (JsonElement block in BlocksOf(content, "text"))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(RequestFields.Text(block, "text"));
        }

        return text.ToString();
    }

    private static IEnumerable<ImagePart> ImagesOf(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (JsonElement block in content.EnumerateArray())
        {
            JsonElement source = RequestFields.Object(block, "source");
            bool document = RequestFields.Text(block, "type") == "document";
            if (!document && RequestFields.Text(block, "type") != "image")
            {
                continue;
            }

            string mediaType = RequestFields.Text(source, "media_type") ?? "text/plain";
            yield return RequestFields.Text(source, "type") switch
            {
                "base64" => ImagePart.OfData(mediaType, RequestFields.Text(source, "data") ?? "", document),
                "url" => ImagePart.AtUrl(RequestFields.Text(source, "url") ?? "", document),
                "file" => new ImagePart($"file {RequestFields.Text(source, "file_id")}", document),
                _ => new ImagePart(mediaType, document),
            };
        }
    }
}
