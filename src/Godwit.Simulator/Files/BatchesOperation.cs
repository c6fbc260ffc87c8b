using System.Collections.Concurrent;
using System.Text.Json;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Files;

/// <summary>
/// Answers <c>batches</c>: create, list, get, cancel. The work is done at once and shown after the latency.
/// </summary>
/// <param name="script">The faults.</param>
/// <param name="files">Where input is and output goes.</param>
/// <param name="time">The clock.</param>
/// <param name="endpoints">The operations that a batch may ask for.</param>
internal sealed class BatchesOperation(
    FaultScript script, FileStore files, TimeProvider time,
    IReadOnlyDictionary<string, Func<Exchange, JsonElement, Utf8JsonWriter, int>> endpoints)
{
    private readonly ConcurrentDictionary<string, Batch> _batches = new();
    private long _count;

    public async Task AnswerAsync(Exchange exchange, RequestRoute route, byte[] body)
    {
        if (route.Name is null)
        {
            bool creates = HttpMethods.IsPost(exchange.Http.Request.Method);
            await (creates ? CreateAsync(exchange, body) : ListAsync(exchange));
            return;
        }

        if (!_batches.TryGetValue(route.Name, out Batch? batch) || batch.Provider != exchange.Provider.Name)
        {
            await exchange.RefuseAsync(
                new ProviderError(ErrorReason.NotFound, $"No batch found with id '{route.Name}'."));
            return;
        }

        if (route.Operation == Operation.BatchCancel && batch.StatusAt(time.GetUtcNow()) == "in_progress")
        {
            batch = batch with { CancelledAt = time.GetUtcNow() };
            _batches[batch.Id] = batch;
        }

        await exchange.AnswerAsync(200, json => BatchWriter.Write(json, batch, time.GetUtcNow()));
    }

    private async Task CreateAsync(Exchange exchange, byte[] body)
    {
        using JsonDocument? document = JsonBody.TryParse(body);
        JsonElement root = document?.RootElement ?? default;
        if (Check(exchange, root, out StoredFile? input) is { } error)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        if (await OperationFaults.MetAsync(exchange, script, null))
        {
            return;
        }

        string endpoint = RequestFields.Text(root, "endpoint")!;
        BatchRun run = new((line, json) => endpoints[endpoint](exchange, line, json));
        if (run.Run(input!.Content, endpoint) is { } wrong)
        {
            await exchange.RefuseAsync(new ProviderError(ErrorReason.BadJson, wrong, "input_file_id"));
            return;
        }

        Batch batch = Store(exchange, root, run);
        await exchange.AnswerAsync(200, json => BatchWriter.WriteNew(json, batch));
    }

    private ProviderError? Check(Exchange exchange, JsonElement root, out StoredFile? input)
    {
        input = null;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ProviderError(ErrorReason.BadJson, "The body has to be a JSON object.");
        }

        if (RequestFields.Text(root, "input_file_id") is not { } id)
        {
            return ProviderError.Missing("input_file_id");
        }

        if (RequestFields.Text(root, "completion_window") != "24h")
        {
            return ProviderError.Invalid("completion_window", "24h");
        }

        if (!endpoints.ContainsKey(RequestFields.Text(root, "endpoint") ?? ""))
        {
            return ProviderError.Invalid("endpoint", string.Join(" or ", endpoints.Keys));
        }

        input = files.Find(exchange.Provider.Name, id);
        return input is null
            ? new ProviderError(ErrorReason.NotFound, $"No such File object: {id}", "input_file_id")
            : input.Purpose == "batch"
                ? null
                : ProviderError.Invalid("input_file_id", "a file with the purpose 'batch'");
    }

    private Batch Store(Exchange exchange, JsonElement root, BatchRun run)
    {
        string provider = exchange.Provider.Name;
        DeterministicSource ids = new(DeterministicSource.Mix((ulong)Interlocked.Increment(ref _count)));
        string id = ids.NextId("batch_", 32);
        DateTimeOffset now = time.GetUtcNow();
        Batch batch = new()
        {
            Provider = provider,
            Id = id,
            Endpoint = RequestFields.Text(root, "endpoint")!,
            InputFileId = RequestFields.Text(root, "input_file_id")!,
            Metadata = RequestFields.Object(root, "metadata") is { ValueKind: JsonValueKind.Object } notes
                ? notes.Clone()
                : default,
            Created = now,
            ReadyAt = now + exchange.Provider.Latency,
            Completed = run.Completed,
            Failed = run.Failed,
            OutputFileId = run.Completed == 0
                ? null
                : files.Add(provider, $"{id}_output.jsonl", "batch_output", run.Output).Id,
            ErrorFileId = run.Failed == 0
                ? null
                : files.Add(provider, $"{id}_error.jsonl", "batch_output", run.Errors).Id,
        };
        return _batches[id] = batch;
    }

    private Task ListAsync(Exchange exchange)
    {
        List<Batch> own = [.. _batches.Values.Where(batch => batch.Provider == exchange.Provider.Name)
            .OrderByDescending(batch => batch.Created).ThenBy(batch => batch.Id, StringComparer.Ordinal)];
        return exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (Batch batch in own)
            {
                BatchWriter.Write(json, batch, time.GetUtcNow());
            }

            json.WriteEndArray();
            json.WriteString("first_id", own.Count > 0 ? own[0].Id : null);
            json.WriteString("last_id", own.Count > 0 ? own[^1].Id : null);
            json.WriteBoolean("has_more", false);
            json.WriteEndObject();
        });
    }
}
