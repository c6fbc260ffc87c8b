using System.Text.Json;
using Godwit.Simulator.Serving;

namespace Godwit.Simulator.Files;

/// <summary>Writes fine-tuning jobs and what is told of them.</summary>
internal static class FineTuningWriter
{
    public static void Write(Utf8JsonWriter json, FineTuningJob job)
    {
        json.WriteStartObject();
        json.WriteString("object", "fine_tuning.job");
        json.WriteString("id", job.Id);
        json.WriteString("model", job.Model);
        json.WriteNumber("created_at", job.Created.ToUnixTimeSeconds());
        json.WriteString("fine_tuned_model", job.FineTunedModel);
        json.WriteString("organization_id", "org-simulated");
        json.WriteStartArray("result_files");
        if (job.ResultFile is { } result)
        {
            json.WriteStringValue(result);
        }

        json.WriteEndArray();
        json.WriteString("status", job.Status);
        json.WriteString("validation_file", job.ValidationFile);
        json.WriteString("training_file", job.TrainingFile);
        json.WriteStartObject("hyperparameters");
        json.WriteNumber("n_epochs", 1);
        json.WriteEndObject();
        json.WriteNull("error");
        json.WriteEndObject();
    }

    public static Task ListAsync(Exchange exchange, IReadOnlyList<FineTuningJob> jobs) =>
        exchange.AnswerAsync(200, json => WriteList(json, jobs, Write));

    public static Task EventsAsync(Exchange exchange, FineTuningJob job) => exchange.AnswerAsync(
        200, json => WriteList<string>(json, [$"Job {job.Status}.", "Created fine-tuning job."], (writer, message) =>
        {
            writer.WriteStartObject();
            writer.WriteString("object", "fine_tuning.job.event");
            writer.WriteString("id", $"ftevent-{message.Length:D4}");
            writer.WriteNumber("created_at", job.Created.ToUnixTimeSeconds());
            writer.WriteString("level", "info");
            writer.WriteString("message", message);
            writer.WriteString("type", "message");
            writer.WriteEndObject();
        }));

    public static Task CheckpointsAsync(Exchange exchange, FineTuningJob job) => exchange.AnswerAsync(
        200, json => WriteList<string>(json, job.FineTunedModel is { } model ? [model] : [], (writer, made) =>
        {
            writer.WriteStartObject();
            writer.WriteString("object", "fine_tuning.job.checkpoint");
            writer.WriteString("id", "ftckpt_simulated");
            writer.WriteNumber("created_at", job.Created.ToUnixTimeSeconds());
            writer.WriteString("fine_tuned_model_checkpoint", $"{made}:ckpt-step-1");
            writer.WriteString("fine_tuning_job_id", job.Id);
            writer.WriteNumber("step_number", 1);
            writer.WriteEndObject();
        }));

    private static void WriteList<T>(Utf8JsonWriter json, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (T item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more", false);
        json.WriteEndObject();
    }
}
