using System.Buffers;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Writes output items.</summary>
internal static class ResponsesItemWriter
{
    /// <summary>Writes an item, or the empty form in which a stream announces it.</summary>
    public static void Write(Utf8JsonWriter json, OutputItem item, bool begun)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        json.WriteString("type", item.Type);
        switch (item.Type)
        {
            case "reasoning":
                WriteReasoning(json, item, begun);
                break;
            case "function_call":
                json.WriteString("status", begun ? "in_progress" : item.Status);
                json.WriteString("arguments", begun ? "" : item.Call!.Arguments);
                json.WriteString("call_id", item.Call!.Id);
                json.WriteString("name", item.Call.Name);
                break;
            default:
                json.WriteString("status", begun ? "in_progress" : item.Status);
                json.WriteStartArray("content");
                if (!begun)
                {
                    WriteTextPart(json, item.Text);
                }

                json.WriteEndArray();
                json.WriteString("role", "assistant");
                break;
        }

        json.WriteEndObject();
    }

    public static void WriteTextPart(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "output_text");
        json.WriteStartArray("annotations");
        json.WriteEndArray();
        json.WriteStartArray("logprobs");
        json.WriteEndArray();
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    /// <summary>The items as a later request may begin with them, in memory of their own.</summary>
    public static IReadOnlyList<JsonElement> Keep(IReadOnlyList<OutputItem> items)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, WireJson.Options))
        {
            json.WriteStartArray();
            foreach (OutputItem item in items)
            {
                Write(json, item, begun: false);
            }

            json.WriteEndArray();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return [.. document.RootElement.EnumerateArray().Select(item => item.Clone())];
    }

    private static void WriteReasoning(Utf8JsonWriter json, OutputItem item, bool begun)
    {
        json.WriteStartArray("summary");
        if (!begun && !item.Open && item.Text.Length > 0)
        {
            WritePart(json, "summary_text", item.Text);
        }

        json.WriteEndArray();
        if (item.Open)
        {
            json.WriteStartArray("content");
            if (!begun)
            {
                WritePart(json, "reasoning_text", item.Text);
            }

            json.WriteEndArray();
        }

        if (item.Encrypted is { } closed)
        {
            json.WriteString("encrypted_content", closed);
        }
    }

    private static void WritePart(Utf8JsonWriter json, string type, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
