using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.OpenAIChat;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>
/// Writes the answers to <c>GET /v1/models</c> and <c>GET /v1/models/{id}</c> for a client that sent
/// <c>anthropic-version</c>, with a <c>godwit</c> object beside Anthropic's members. The list is one page.
/// </summary>
public static class AnthropicModelList
{
    /// <summary>Writes a list.</summary>
    public static void WriteList(IBufferWriter<byte> output, IReadOnlyList<OpenAIModelRow> rows)
    {
        using var json = SseText.Json(output);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var row in rows)
        {
            Write(json, row);
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, false);
        json.WriteString("first_id"u8, rows.Count > 0 ? rows[0].Id : null);
        json.WriteString("last_id"u8, rows.Count > 0 ? rows[^1].Id : null);
        json.WriteEndObject();
    }

    /// <summary>Writes one model.</summary>
    public static void WriteOne(IBufferWriter<byte> output, OpenAIModelRow row)
    {
        using var json = SseText.Json(output);
        Write(json, row);
    }

    private static void Write(Utf8JsonWriter json, OpenAIModelRow row)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "model"u8);
        json.WriteString("id"u8, row.Id);
        json.WriteString("display_name"u8, row.Id);
        json.WriteString("created_at"u8, Time(row.Created));
        json.WriteString("lifecycle"u8, row.ShutdownDate is null ? "active"u8 : "deprecated"u8);
        json.WriteString("retires_at"u8, row.ShutdownDate is { } day
            ? Time(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)) : null);
        json.WriteStartObject("godwit"u8);
        json.WriteString("provider"u8, row.Provider);
        json.WriteString("territory_status"u8, row.TerritoryStatus);
        json.WriteString("available_until"u8, row.AvailableUntil is { } until ? Time(until) : null);
        if (row.Simulated)
        {
            json.WriteBoolean("simulated"u8, true);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
