using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Brings input into the form in which it is kept, and reads items as turns.</summary>
internal static class ResponsesItems
{
    /// <summary>The items of a request, each whole and with an id, in memory of their own.</summary>
    public static IReadOnlyList<JsonElement> Normalize(JsonElement root)
    {
        if (!FieldCheck.Has(root, "input"))
        {
            return [];
        }

        JsonElement input = root.GetProperty("input");
        DeterministicSource ids = new(DeterministicSource.Hash(input.GetRawText()));
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, WireJson.Options))
        {
            json.WriteStartArray();
            if (input.ValueKind == JsonValueKind.String)
            {
                WriteMessage(json, ids.NextId("msg_", 32), "user", input);
            }
            else
            {
                foreach (JsonElement item in input.EnumerateArray())
                {
                    WriteItem(json, item, ref ids);
                }
            }

            json.WriteEndArray();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return [.. document.RootElement.EnumerateArray().Select(item => item.Clone())];
    }

    /// <summary>Reads items as turns; instructions come first.</summary>
    public static IEnumerable<Turn> Read(JsonElement root, IReadOnlyList<JsonElement> history, Seal seal)
    {
        if (RequestFields.Text(root, "instructions") is { Length: > 0 } instructions)
        {
            yield return new Turn("system", instructions, root.GetProperty("instructions"));
        }

        foreach (JsonElement item in history)
        {
            switch (ResponsesItemCheck.TypeOf(item))
            {
                case "message":
                    string role = RequestFields.Text(item, "role")!;
                    yield return new Turn(role == "developer" ? "system" : role, TextOf(item), item)
                    {
                        Images = [.. ImagesOf(item)],
                    };
                    break;
                case "function_call":
                    yield return new Turn("assistant", "", item) { Calls = item.GetRawText() };
                    break;
                case "function_call_output":
                    yield return new Turn("tool", OutputOf(item.GetProperty("output")), item);
                    break;
                case "compaction":
                    string? opened = seal.Open(
                        ResponsesItemCheck.CompactionPurpose, RequestFields.Text(item, "encrypted_content"));
                    yield return new Turn("system", opened ?? "", item);
                    break;
            }
        }
    }

    private static void WriteItem(Utf8JsonWriter json, JsonElement item, ref DeterministicSource ids)
    {
        string type = ResponsesItemCheck.TypeOf(item);
        if (type == "message")
        {
            string id = RequestFields.Text(item, "id") ?? ids.NextId("msg_", 32);
            WriteMessage(json, id, RequestFields.Text(item, "role")!, item.GetProperty("content"));
            return;
        }

        json.WriteStartObject();
        if (!FieldCheck.Has(item, "id"))
        {
            json.WriteString("id", ids.NextId(type == "function_call_output" ? "fco_" : "item_", 32));
        }

        foreach (JsonProperty property in item.EnumerateObject())
        {
            property.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, string id, string role, JsonElement content)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", "message");
        json.WriteString("status", "completed");
        json.WriteString("role", role);
        json.WritePropertyName("content");
        if (content.ValueKind == JsonValueKind.Array)
        {
            content.WriteTo(json);
        }
        else
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("type", role == "assistant" ? "output_text" : "input_text");
            json.WriteString("text", content.GetString());
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string TextOf(JsonElement message)
    {
        StringBuilder text = new();
        foreach (JsonElement part in message.GetProperty("content").EnumerateArray())
        {
            if (RequestFields.Text(part, "text") is { } piece)
            {
                text.Append(text.Length > 0 ? "\n" : "").Append(piece);
            }
        }

        return text.ToString();
    }

    private static string OutputOf(JsonElement output) => output.ValueKind == JsonValueKind.Array
        ? string.Join('\n', output.EnumerateArray().Select(part => RequestFields.Text(part, "text") ?? ""))
        : output.ToString();

    private static IEnumerable<ImagePart> ImagesOf(JsonElement message)
    {
        foreach (JsonElement part in message.GetProperty("content").EnumerateArray())
        {
            bool file = RequestFields.Text(part, "type") == "input_file";
            if (!file && RequestFields.Text(part, "type") != "input_image")
            {
                continue;
            }

            string? url = RequestFields.Text(part, "image_url") ?? RequestFields.Text(part, "file_data")
                ?? RequestFields.Text(part, "file_url");
            yield return url is null
                ? new ImagePart($"file {RequestFields.Text(part, "file_id")}", file)
                : ImagePart.AtUrl(url, file);
        }
    }
}
