using System.Text.Json;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Files;

/// <summary>Answers <c>uploads</c>: create, add part, complete, cancel.</summary>
internal sealed class UploadsOperation(FaultScript script, FileStore files, TimeProvider time)
{
    private const long MostBytes = 8L << 30;
    private const int MostPartBytes = 64 << 20;
    private const int LifetimeSeconds = 3600;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Upload> _uploads = [];
    private long _count;

    public async Task AnswerAsync(Exchange exchange, RequestRoute route, byte[] body)
    {
        string[] parts = route.Name!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (!HttpMethods.IsPost(exchange.Http.Request.Method))
        {
            await exchange.RefuseAsync(new ProviderError(ErrorReason.NotFound, "Invalid method for URL"));
        }
        else if (parts.Length == 0)
        {
            await CreateAsync(exchange, body);
        }
        else if (Find(exchange, parts[0]) is not { } upload)
        {
            await exchange.RefuseAsync(
                new ProviderError(ErrorReason.NotFound, $"No such Upload object: {parts[0]}", "upload_id"));
        }
        else if (upload.Status != "pending")
        {
            await RefuseAsync(exchange, $"Upload is {upload.Status}.", "upload_id");
        }
        else
        {
            await (parts switch
            {
                [_, "parts"] => AddPartAsync(exchange, upload, body),
                [_, "complete"] => CompleteAsync(exchange, upload, body),
                [_, "cancel"] => SaveAsync(exchange, upload with { Status = "cancelled" }),
                _ => exchange.RefuseAsync(new ProviderError(ErrorReason.NotFound, "Invalid URL")),
            });
        }
    }

    private async Task CreateAsync(Exchange exchange, byte[] body)
    {
        using JsonDocument? document = JsonBody.TryParse(body);
        JsonElement root = document?.RootElement ?? default;
        string? purpose = RequestFields.Text(root, "purpose");
        string? name = RequestFields.Text(root, "filename");
        ProviderError? error = root.ValueKind != JsonValueKind.Object
                ? new(ErrorReason.BadJson, "The body has to be a JSON object.")
            : root.TryGetProperty("provider", out _)
                ? new ProviderError(ErrorReason.InvalidRequest, "Unknown parameter: 'provider'.", "provider")
            : name is null ? ProviderError.Missing("filename")
            : purpose is null ? ProviderError.Missing("purpose")
            : !FilesOperation.Purposes.Contains(purpose)
                ? ProviderError.Invalid("purpose", string.Join(", ", FilesOperation.Purposes))
            : RequestFields.Text(root, "mime_type") is null ? ProviderError.Missing("mime_type")
            : !TryBytes(root, out long bytes) ? ProviderError.Invalid("bytes", $"a whole number from 1 to {MostBytes}")
            : null;
        if (error is not null)
        {
            await exchange.RefuseAsync(error);
        }
        else if (!await OperationFaults.MetAsync(exchange, script, null))
        {
            TryBytes(root, out bytes);
            await SaveAsync(exchange, new Upload(
                exchange.Provider.Name, NextId("upload_"), name!, purpose!, bytes,
                time.GetUtcNow().ToUnixTimeSeconds()));
        }
    }

    private async Task AddPartAsync(Exchange exchange, Upload upload, byte[] body)
    {
        MultipartForm? form = await MultipartForm.ReadAsync(exchange.Http.Request.ContentType, body);
        if (form?.File("data") is not { } data)
        {
            await exchange.RefuseAsync(ProviderError.Missing("data"));
            return;
        }

        if (data.Content.Length > MostPartBytes)
        {
            await RefuseAsync(exchange, "Part exceeds 64 MB.", "data");
            return;
        }

        string id = NextId("part_");
        lock (_gate)
        {
            upload = _uploads[upload.Id];
            _uploads[upload.Id] = upload with
            {
                Parts = new Dictionary<string, byte[]>(upload.Parts) { [id] = data.Content },
            };
        }

        await exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("object", "upload.part");
            json.WriteNumber("created_at", time.GetUtcNow().ToUnixTimeSeconds());
            json.WriteString("upload_id", upload.Id);
            json.WriteEndObject();
        });
    }

    private Task CompleteAsync(Exchange exchange, Upload upload, byte[] body)
    {
        using JsonDocument? document = JsonBody.TryParse(body);
        List<string> ids = [.. RequestFields.Texts(document?.RootElement ?? default, "part_ids")];
        if (ids.Count == 0 || ids.Find(id => !upload.Parts.ContainsKey(id)) is not null)
        {
            return RefuseAsync(exchange, "Some part_ids are no parts of this upload.", "part_ids");
        }

        byte[] content = [.. ids.SelectMany(id => upload.Parts[id])];
        return content.Length != upload.Bytes
            ? RefuseAsync(
                exchange, $"Upload has {content.Length} bytes and was announced with {upload.Bytes}.", "bytes")
            : SaveAsync(exchange, upload with
            {
                Status = "completed",
                File = files.Add(upload.Provider, upload.Name, upload.Purpose, content),
            });
    }

    private Task SaveAsync(Exchange exchange, Upload upload)
    {
        lock (_gate)
        {
            _uploads[upload.Id] = upload;
        }

        return exchange.AnswerAsync(200, json => Write(json, upload));
    }

    private Upload? Find(Exchange exchange, string id)
    {
        lock (_gate)
        {
            return _uploads.TryGetValue(id, out Upload? upload) && upload.Provider == exchange.Provider.Name
                ? upload : null;
        }
    }

    private static bool TryBytes(JsonElement root, out long bytes)
    {
        bytes = 0;
        return root.TryGetProperty("bytes", out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out bytes) && bytes is > 0 and <= MostBytes;
    }

    private static Task RefuseAsync(Exchange exchange, string message, string param) =>
        exchange.RefuseAsync(new ProviderError(ErrorReason.InvalidRequest, message, param));

    private string NextId(string prefix) => new DeterministicSource(
        DeterministicSource.Mix((ulong)Interlocked.Increment(ref _count) + 6151)).NextId(prefix, 24);

    private static void Write(Utf8JsonWriter json, Upload upload)
    {
        json.WriteStartObject();
        json.WriteString("id", upload.Id);
        json.WriteString("object", "upload");
        json.WriteNumber("bytes", upload.Bytes);
        json.WriteNumber("created_at", upload.Created);
        json.WriteString("filename", upload.Name);
        json.WriteString("purpose", upload.Purpose);
        json.WriteString("status", upload.Status);
        json.WriteNumber("expires_at", upload.Created + LifetimeSeconds);
        json.WritePropertyName("file");
        if (upload.File is { } file)
        {
            FilesOperation.Write(json, file);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }
}
