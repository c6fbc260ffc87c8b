using System.Text.Json;

namespace Godwit.Simulator.Wire;

/// <summary>The content filter's verdicts as Azure reports them.</summary>
internal static class FilterResults
{
    private static readonly string[] Categories = ["hate", "self_harm", "sexual", "violence"];

    /// <summary>Writes one verdict per category; a filtered text fails the last of them.</summary>
    public static void Write(Utf8JsonWriter json, bool filtered)
    {
        json.WriteStartObject();
        foreach (string category in Categories)
        {
            bool hit = filtered && category == "violence";
            json.WriteStartObject(category);
            json.WriteBoolean("filtered", hit);
            json.WriteString("severity", hit ? "medium" : "safe");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the verdicts on the prompt as a member of an answer or chunk.</summary>
    public static void WritePrompt(Utf8JsonWriter json)
    {
        json.WriteStartArray("prompt_filter_results");
        json.WriteStartObject();
        json.WriteNumber("prompt_index", 0);
        json.WritePropertyName("content_filter_results");
        Write(json, filtered: false);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
