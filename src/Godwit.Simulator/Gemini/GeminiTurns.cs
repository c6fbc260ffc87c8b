using System.Text;
using System.Text.Json;
using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Gemini;

/// <summary>Reads Gemini's contents as turns; the request was checked before.</summary>
internal static class GeminiTurns
{
    public static IEnumerable<Turn> Read(JsonElement root)
    {
        if (GeminiFields.TryGet(root, "systemInstruction", out JsonElement system))
        {
            yield return new Turn("system", TextOf(system), system);
        }

        foreach (JsonElement content in GeminiFields.Array(root, "contents")!.Value.EnumerateArray())
        {
            string text = TextOf(content);
            if (GeminiFields.Text(content, "role") == "model")
            {
                string calls = string.Concat(
                    GeminiCallCheck.PartsOf(content, "functionCall").Select(part => part.GetRawText()));
                yield return new Turn("assistant", text, content) { Calls = calls.Length > 0 ? calls : null };
                continue;
            }

            List<JsonElement> responses = GeminiCallCheck.PartsOf(content, "functionResponse");
            List<ImagePart> images = [.. ImagesOf(content)];
            if (responses.Count == 0 || text.Length > 0 || images.Count > 0)
            {
                yield return new Turn("user", text, content) { Images = images };
            }

            foreach (JsonElement part in responses)
            {
                JsonElement response = GeminiFields.Object(GeminiFields.Object(part, "functionResponse"), "response");
                yield return new Turn("tool", ResultOf(response), part);
            }
        }
    }

    public static string TextOf(JsonElement content)
    {
        StringBuilder text = new();
        foreach (JsonElement part in GeminiCallCheck.PartsOf(content, "text"))
        {
            if (!GeminiFields.Flag(part, "thought") && GeminiFields.Text(part, "text") is { Length: > 0 } piece)
            {
                text.Append(text.Length > 0 ? "\n" : "").Append(piece);
            }
        }

        return text.ToString();
    }

    // Callers wrap a result that is a mere text; the names are those that the documentation suggests.
    private static string ResultOf(JsonElement response)
    {
        JsonProperty[] members = [.. response.EnumerateObject()];
        return members is [{ Name: "result" or "output" or "content", Value.ValueKind: JsonValueKind.String } only]
            ? only.Value.GetString()!
            : response.GetRawText();
    }

    private static IEnumerable<ImagePart> ImagesOf(JsonElement content)
    {
        foreach (JsonElement part in GeminiFields.Array(content, "parts")!.Value.EnumerateArray())
        {
            if (GeminiFields.TryGet(part, "inlineData", out JsonElement blob))
            {
                string type = GeminiFields.Text(blob, "mimeType")!;
                yield return ImagePart.OfData(
                    type, GeminiFields.Text(blob, "data")!, !type.StartsWith("image/", StringComparison.Ordinal));
            }
            else if (GeminiFields.TryGet(part, "fileData", out JsonElement file))
            {
                string type = GeminiFields.Text(file, "mimeType") ?? "a file";
                yield return new ImagePart(
                    $"{type} at {GeminiFields.Text(file, "fileUri")}",
                    !type.StartsWith("image/", StringComparison.Ordinal));
            }
        }
    }
}
