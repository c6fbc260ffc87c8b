using System.Text.Json;
using System.Text.Json.Nodes;

namespace Godwit.Providers.GenAI.Answers;

/// <summary>Probabilities in OpenAI's shape: <c>{"content": […], "refusal": […]}</c>.</summary>
internal static class LogprobsJson
{
    /// <summary>Joins those of a stream's chunks to those of one answer.</summary>
    public static JsonElement Join(List<JsonElement> pieces)
    {
        var joined = new JsonObject();
        foreach (var piece in pieces)
        {
            if (piece.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            foreach (var member in piece.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.Array)
                {
                    continue;
                }

                var list = joined[member.Name] as JsonArray;
                if (list is null)
                {
                    joined[member.Name] = list = [];
                }

                foreach (var token in member.Value.EnumerateArray())
                {
                    list.Add(JsonNode.Parse(token.GetRawText()));
                }
            }
        }

        using var document = JsonDocument.Parse(joined.ToJsonString());
        return document.RootElement.Clone();
    }
}
