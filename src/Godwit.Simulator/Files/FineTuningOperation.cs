using System.Collections.Concurrent;
using System.Text.Json;
using Godwit.Simulator.Operations;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Files;

/// <summary>
/// Answers <c>fine_tuning/jobs</c>: create, list, get, cancel, pause, resume, events, checkpoints. A job is done
/// after the
/// latency, and nothing is trained.
/// </summary>
internal sealed class FineTuningOperation(FaultScript script, FileStore files, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, FineTuningJob> _jobs = new();
    private long _count;

    public async Task AnswerAsync(Exchange exchange, RequestRoute route, byte[] body)
    {
        string[] parts = route.Name!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            await (HttpMethods.IsPost(exchange.Http.Request.Method)
                ? CreateAsync(exchange, body)
                : FineTuningWriter.ListAsync(exchange, [.. _jobs.Values.Where(j => j.Provider == exchange.Provider.Name)
                    .OrderByDescending(j => j.Created).Select(At)]));
            return;
        }

        if (!_jobs.TryGetValue(parts[0], out FineTuningJob? job) || job.Provider != exchange.Provider.Name)
        {
            await exchange.RefuseAsync(
                new ProviderError(ErrorReason.NotFound, $"Could not find fine tune: {parts[0]}", "fine_tuning_job_id"));
            return;
        }

        job = _jobs[job.Id] = At(job);
        string? status = parts is [_, var action] ? StatusAfter(action) : null;
        if (status is not null && job.Status is "running" or "paused")
        {
            job = _jobs[job.Id] = job with { Status = status ?? job.Status };
        }

        await (parts switch
        {
            [_, "events"] => FineTuningWriter.EventsAsync(exchange, job),
            [_, "checkpoints"] => FineTuningWriter.CheckpointsAsync(exchange, job),
            _ => exchange.AnswerAsync(200, json => FineTuningWriter.Write(json, job)),
        });
    }

    private static string? StatusAfter(string action) => action switch
    {
        "cancel" => "cancelled",
        "pause" => "paused",
        "resume" => "running",
        _ => null,
    };

    private FineTuningJob At(FineTuningJob job) =>
        job.Status != "running" || time.GetUtcNow() < job.Created + TimeSpan.FromSeconds(1) ? job : job with
        {
            Status = "succeeded",
            ResultFile = job.ResultFile
                ?? files.Add(
                    job.Provider, "step_metrics.csv", "fine-tune-results", "step,loss\n1,0.5\n"u8.ToArray()).Id,
        };

    private async Task CreateAsync(Exchange exchange, byte[] body)
    {
        using JsonDocument? document = JsonBody.TryParse(body);
        JsonElement root = document?.RootElement ?? default;
        string? model = RequestFields.Text(root, "model");
        string? training = RequestFields.Text(root, "training_file");
        ProviderError? error = root.ValueKind != JsonValueKind.Object
                ? new(ErrorReason.BadJson, "The body has to be a JSON object.")
            : model is null ? ProviderError.Missing("model")
            : training is null ? ProviderError.Missing("training_file")
            : files.Find(exchange.Provider.Name, training) is null
                ? new ProviderError(ErrorReason.NotFound, $"No such File object: {training}", "training_file")
            : ModelsOperation.CheckModel(exchange.Provider, model);
        if (error is not null)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        if (await OperationFaults.MetAsync(exchange, script, model))
        {
            return;
        }

        DeterministicSource ids = new(DeterministicSource.Mix((ulong)Interlocked.Increment(ref _count) + 4711));
        FineTuningJob job = new(
            exchange.Provider.Name, ids.NextId("ftjob-", 24), model!, training!,
            RequestFields.Text(root, "validation_file"), time.GetUtcNow());
        _jobs[job.Id] = job;
        await exchange.AnswerAsync(200, json => FineTuningWriter.Write(json, job));
    }
}
