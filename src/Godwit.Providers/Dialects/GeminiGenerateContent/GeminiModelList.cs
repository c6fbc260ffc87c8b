using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.OpenAIChat;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Writes the answers to <c>GET /v1beta/models</c> and <c>GET /v1beta/models/{id}</c>, with a <c>godwit</c> object
/// beside Gemini's members. The list is one page.
/// </summary>
public static class GeminiModelList
{
    /// <summary>Writes a list.</summary>
    public static void WriteList(IBufferWriter<byte> output, IEnumerable<OpenAIModelRow> rows)
    {
        using var json = SseText.Json(output);
        json.WriteStartObject();
        json.WriteStartArray("models"u8);
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
        using var json = SseText.Json(output);
        Write(json, row);
    }

    private static void Write(Utf8JsonWriter json, OpenAIModelRow row)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, "models/" + row.Id);
        json.WriteString("displayName"u8, row.Id);
        // The provider names one figure for input and output together.
        Write(json, "inputTokenLimit"u8, row.ContextTokens);
        Write(json, "outputTokenLimit"u8, row.MaxOutputTokens);
        json.WriteStartArray("supportedGenerationMethods"u8);
        foreach (var operation in row.Operations)
        {
            WriteMethods(json, operation);
        }

        json.WriteEndArray();
        json.WriteStartObject("godwit"u8);
        json.WriteString("provider"u8, row.Provider);
        json.WriteString("territory_status"u8, row.TerritoryStatus);
        json.WriteString(
            "available_until"u8,
            row.AvailableUntil?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("shutdown_date"u8, row.ShutdownDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (row.Simulated)
        {
            json.WriteBoolean("simulated"u8, true);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMethods(Utf8JsonWriter json, Operation operation)
    {
        switch (operation)
        {
            case Operation.Chat:
                json.WriteStringValue("generateContent"u8);
                json.WriteStringValue("streamGenerateContent"u8);
                break;
            case Operation.CountTokens:
                json.WriteStringValue("countTokens"u8);
                break;
            case Operation.Embeddings:
                json.WriteStringValue("embedContent"u8);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
