using System.Globalization;
using System.Text.Json;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Files;

/// <summary>Answers <c>files</c>: upload, list, get, content, delete.</summary>
internal sealed class FilesOperation(FaultScript script, FileStore store)
{
    private const int UsualLimit = 10_000;

    public static readonly string[] Purposes =
        ["assistants", "batch", "fine-tune", "vision", "user_data", "evals", "file-extract", "retrieval"];

    public async Task AnswerAsync(Exchange exchange, RequestRoute route, byte[] body)
    {
        if (HttpMethods.IsPost(exchange.Http.Request.Method))
        {
            await UploadAsync(exchange, body);
        }
        else if (route.Name is null)
        {
            await ListAsync(exchange);
        }
        else if (store.Find(exchange.Provider.Name, route.Name) is not { } file)
        {
            await exchange.RefuseAsync(
                new ProviderError(ErrorReason.NotFound, $"No such File object: {route.Name}", "id"));
        }
        else if (route.Operation == Operation.FileContent)
        {
            await ByteAnswer.SendAsync(exchange, "application/octet-stream", file.Content);
        }
        else if (HttpMethods.IsDelete(exchange.Http.Request.Method))
        {
            await DeleteAsync(exchange, file.Id);
        }
        else
        {
            await exchange.AnswerAsync(200, json => Write(json, file));
        }
    }

    private async Task UploadAsync(Exchange exchange, byte[] body)
    {
        MultipartForm? form = await MultipartForm.ReadAsync(exchange.Http.Request.ContentType, body);
        string? purpose = form?.Text("purpose");
        ProviderError? error = form is null ? new(ErrorReason.BadJson, "The body has to be multipart/form-data.")
            : form.File("file") is null ? ProviderError.Missing("file")
            : purpose is null ? ProviderError.Missing("purpose")
            : !Purposes.Contains(purpose) ? ProviderError.Invalid("purpose", string.Join(", ", Purposes))
            : null;
        if (error is not null)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        if (!await OperationFaults.MetAsync(exchange, script, null))
        {
            FormPart part = form!.File("file")!;
            StoredFile file = store.Add(exchange.Provider.Name, part.FileName!, purpose!, part.Content);
            await exchange.AnswerAsync(200, json => Write(json, file));
        }
    }

    private Task ListAsync(Exchange exchange)
    {
        IQueryCollection query = exchange.Http.Request.Query;
        IEnumerable<StoredFile> files = store.Of(exchange.Provider.Name);
        if (query["purpose"].ToString() is { Length: > 0 } purpose)
        {
            files = files.Where(file => file.Purpose == purpose);
        }

        if (query["after"].ToString() is { Length: > 0 } after)
        {
            files = files.SkipWhile(file => file.Id != after).Skip(1);
        }

        int limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out int asked) ? asked : UsualLimit;
        List<StoredFile> rest = [.. files];
        List<StoredFile> page = [.. rest.Take(limit)];
        return exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (StoredFile file in page)
            {
                Write(json, file);
            }

            json.WriteEndArray();
            json.WriteString("first_id", page.Count > 0 ? page[0].Id : null);
            json.WriteString("last_id", page.Count > 0 ? page[^1].Id : null);
            json.WriteBoolean("has_more", rest.Count > page.Count);
            json.WriteEndObject();
        });
    }

    private Task DeleteAsync(Exchange exchange, string id)
    {
        store.Remove(exchange.Provider.Name, id);
        return exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("object", "file");
            json.WriteBoolean("deleted", true);
            json.WriteEndObject();
        });
    }

    /// <summary>Writes a file as an object.</summary>
    public static void Write(Utf8JsonWriter json, StoredFile file)
    {
        json.WriteStartObject();
        json.WriteString("id", file.Id);
        json.WriteString("object", "file");
        json.WriteNumber("bytes", file.Content.Length);
        json.WriteNumber("created_at", file.Created);
        json.WriteNull("expires_at");
        json.WriteString("filename", file.Name);
        json.WriteString("purpose", file.Purpose);
        json.WriteString("status", "processed");
        json.WriteNull("status_details");
        json.WriteEndObject();
    }
}
