using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Native;

/// <summary>Reads Converse's messages as turns; the request was checked before.</summary>
internal static class ConverseTurns
{
    public static IEnumerable<Turn> Read(JsonElement root)
    {
        if (RequestFields.Array(root, "system") is { } system)
        {
            yield return new Turn("system", TextOf(system), system);
        }

        foreach (JsonElement message in RequestFields.Array(root, "messages")!.Value.EnumerateArray())
        {
            JsonElement content = message.GetProperty("content");
            string text = TextOf(content);
            if (RequestFields.Text(message, "role") == "assistant")
            {
                string calls = string.Concat(BlocksOf(content, "toolUse").Select(call => call.GetRawText()));
                yield return new Turn("assistant", text, message) { Calls = calls.Length > 0 ? calls : null };
                continue;
            }

            List<ImagePart> images = [.. ImagesOf(content)];
            List<JsonElement> results = [.. BlocksOf(content, "toolResult")];
            if (results.Count == 0 || text.Length > 0 || images.Count > 0)
            {
                yield return new Turn("user", text, message) { Images = images };
            }

            foreach (JsonElement result in results)
            {
                yield return new Turn(
                    "tool", RequestFields.Array(result, "content") is { } parts ? TextOf(parts) : "", result);
            }
        }
    }

    /// <summary>The blocks of one kind.</summary>
    public static IEnumerable<JsonElement> BlocksOf(JsonElement content, string kind) =>
        content.ValueKind != JsonValueKind.Array ? []
        : content.EnumerateArray().Select(block => RequestFields.Object(block, kind))
            .Where(block => block.ValueKind == JsonValueKind.Object);

    private static string TextOf(JsonElement content) => string.Join(
        '\n', content.EnumerateArray().Select(block => RequestFields.Text(block, "text")).OfType<string>());

    private static IEnumerable<ImagePart> ImagesOf(JsonElement content)
    {
        foreach (JsonElement image in BlocksOf(content, "image"))
        {
            yield return Of(image, "image/", document: false);
        }

        foreach (JsonElement document in BlocksOf(content, "document"))
        {
            yield return Of(document, "application/", document: true);
        }
    }

    private static ImagePart Of(JsonElement block, string kind, bool document) => ImagePart.OfData(
        kind + RequestFields.Text(block, "format"),
        RequestFields.Text(RequestFields.Object(block, "source"), "bytes") ?? "", document);
}
