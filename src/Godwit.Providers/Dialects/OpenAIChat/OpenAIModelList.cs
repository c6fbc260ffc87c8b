using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>
/// Writes the answers to <c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>, with a <c>godwit</c> object beside
/// OpenAI's members.
/// </summary>
public static class OpenAIModelList
{
    /// <summary>Writes a list.</summary>
    public static void WriteList(IBufferWriter<byte> output, IEnumerable<OpenAIModelRow> rows)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var row in rows)
        {
            Write(json, row);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes one model.</summary>
    public static void WriteOne(IBufferWriter<byte> output, OpenAIModelRow row)
    {
        using var json = new Utf8JsonWriter(output);
        Write(json, row);
    }

    private static void Write(Utf8JsonWriter json, OpenAIModelRow row)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, row.Created.ToUnixTimeSeconds());
        json.WriteString("owned_by"u8, row.OwnedBy);
        json.WriteString("shutdown_date"u8, row.ShutdownDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteStartObject("godwit"u8);
        json.WriteString("provider"u8, row.Provider);
        json.WriteString("territory_status"u8, row.TerritoryStatus);
        json.WriteString(
            "available_until"u8,
            row.AvailableUntil?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (row.Simulated)
        {
            json.WriteBoolean("simulated"u8, true);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
