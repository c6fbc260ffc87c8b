using System.Text.Json;

namespace Godwit.Simulator.Files;

/// <summary>Writes batch objects.</summary>
internal static class BatchWriter
{
    /// <summary>Writes a batch that was only just accepted.</summary>
    public static void WriteNew(Utf8JsonWriter json, Batch batch) => Write(json, batch, "validating");

    public static void Write(Utf8JsonWriter json, Batch batch, DateTimeOffset now) =>
        Write(json, batch, batch.StatusAt(now));

    private static void Write(Utf8JsonWriter json, Batch batch, string status)
    {
        bool done = status == "completed";
        json.WriteStartObject();
        json.WriteString("id", batch.Id);
        json.WriteString("object", "batch");
        json.WriteString("endpoint", batch.Endpoint);
        json.WriteNull("errors");
        json.WriteString("input_file_id", batch.InputFileId);
        json.WriteString("completion_window", "24h");
        json.WriteString("status", status);
        json.WriteString("output_file_id", done ? batch.OutputFileId : null);
        json.WriteString("error_file_id", done ? batch.ErrorFileId : null);
        json.WriteNumber("created_at", batch.Created.ToUnixTimeSeconds());
        json.WriteNumber("expires_at", batch.Created.AddHours(24).ToUnixTimeSeconds());
        WriteTime(json, "in_progress_at", status == "validating" ? null : batch.Created);
        WriteTime(json, "completed_at", done ? batch.ReadyAt : null);
        WriteTime(json, "cancelled_at", batch.CancelledAt);
        json.WriteStartObject("request_counts");
        json.WriteNumber("total", status == "validating" ? 0 : batch.Completed + batch.Failed);
        json.WriteNumber("completed", done ? batch.Completed : 0);
        json.WriteNumber("failed", done ? batch.Failed : 0);
        json.WriteEndObject();
        json.WritePropertyName("metadata");
        if (batch.Metadata.ValueKind == JsonValueKind.Object)
        {
            batch.Metadata.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } known)
        {
            json.WriteNumber(name, known.ToUnixTimeSeconds());
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
