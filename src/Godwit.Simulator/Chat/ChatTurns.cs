using System.Text;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>Reads OpenAI Chat's messages as turns.</summary>
internal static class ChatTurns
{
    public static IEnumerable<Turn> Read(JsonElement messages)
    {
        foreach (JsonElement message in messages.EnumerateArray())
        {
            List<ImagePart> images = [];
            string text = ReadContent(message, images);
            yield return new Turn(RequestFields.Text(message, "role")!, text, message)
            {
                Images = images,
                Calls = message.TryGetProperty("tool_calls", out JsonElement calls) ? calls.GetRawText() : null,
            };
        }
    }

    private static string ReadContent(JsonElement message, List<ImagePart> images)
    {
        if (!message.TryGetProperty("content", out JsonElement content))
        {
            return "";
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString()!;
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            return "";
        }

        StringBuilder text = new();
        foreach (JsonElement part in content.EnumerateArray())
        {
            if (RequestFields.Text(part, "text") is { } piece)
            {
                text.Append(text.Length > 0 ? "\n" : "").Append(piece);
            }
            else if (ImagePart.TryRead(part) is { } image)
            {
                images.Add(image);
            }
        }

        return text.ToString();
    }
}
