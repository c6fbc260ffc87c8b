using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Godwit.Simulator.Faults;
using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>Answers under <c>/_simulator</c>: what came, and which faults are in force.</summary>
internal sealed class ControlHandler(FaultScript script, RequestLog log)
{
    public const string Prefix = "/_simulator";

    public Task HandleAsync(HttpContext http) => (http.Request.Method, http.Request.Path.Value) switch
    {
        ("GET", Prefix + "/requests") => WriteAsync(http, 200, WriteRequests),
        ("DELETE", Prefix + "/requests") => ClearAsync(http, log.Clear),
        ("GET", Prefix + "/faults") => WriteAsync(http, 200, WriteFaults),
        ("DELETE", Prefix + "/faults") => ClearAsync(http, script.Clear),
        ("PUT", Prefix + "/faults") => PutFaultsAsync(http),
        _ => FailAsync(http, 404, $"there are {Prefix}/faults (GET, PUT, DELETE) and {Prefix}/requests (GET, DELETE)"),
    };

    private static Task ClearAsync(HttpContext http, Action clear)
    {
        clear();
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private async Task PutFaultsAsync(HttpContext http)
    {
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(http.Request.Body);
            if (!TryReadFaults(document.RootElement, out List<Fault>? faults, out string? error))
            {
                await FailAsync(http, 400, error);
                return;
            }

            if (RequestFields.Text(document.RootElement, "provider") is { } provider)
            {
                script.SetFor(provider, faults);
            }
            else
            {
                script.Set(faults);
            }

            await WriteAsync(http, 200, WriteFaults);
        }
        catch (JsonException)
        {
            await FailAsync(http, 400, "the body is not JSON");
        }
        catch (ArgumentException e)
        {
            await FailAsync(http, 400, e.Message);
        }
    }

    private static bool TryReadFaults(
        JsonElement root, [NotNullWhen(true)] out List<Fault>? faults, [NotNullWhen(false)] out string? error)
    {
        faults = null;
        error = """the body has to be {"faults": [...], "provider": "name or absent for all"}""";
        if (RequestFields.Array(root, "faults") is not { } listed)
        {
            return false;
        }

        List<Fault> read = [];
        foreach (JsonElement one in listed.EnumerateArray())
        {
            bool good = one.ValueKind == JsonValueKind.String
                ? Fault.TryParse(one.GetString(), out Fault? fault, out error)
                : FaultSyntax.TryBuild(RequestFields.Text(one, "kind") ?? "", FieldsOf(one), out fault, out error);
            if (!good)
            {
                error ??= "a fault is not valid";
                return false;
            }

            read.Add(fault!);
        }

        faults = read;
        error = null;
        return true;
    }

    private static IEnumerable<KeyValuePair<string, string>> FieldsOf(JsonElement fault) =>
        fault.ValueKind != JsonValueKind.Object ? [] : fault.EnumerateObject()
            .Where(field => field.Name != "kind" && field.Value.ValueKind != JsonValueKind.Null)
            .Select(field => new KeyValuePair<string, string>(field.Name, field.Value.ToString()));

    private void WriteFaults(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("faults");
        foreach (FaultStatus status in script.Snapshot())
        {
            json.WriteStartObject();
            json.WriteString("provider", status.Provider);
            json.WriteString("fault", status.Fault.ToString());
            json.WriteNumber("used", status.Used);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRequests(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("requests");
        foreach (RecordedRequest request in log.Snapshot())
        {
            WriteRequest(json, request);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, RecordedRequest request)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence", request.Sequence);
        json.WriteString("id", request.Id);
        json.WriteString("at", request.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("provider", request.Provider);
        json.WriteString("method", request.Method);
        json.WriteString("path", request.Path);
        json.WriteString("query", request.Query);
        json.WriteStartObject("headers");
        foreach ((string name, string value) in request.Headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteString("body", request.BodyText);
        json.WriteStartArray("faults");
        foreach (string fault in request.Faults)
        {
            json.WriteStringValue(fault);
        }

        json.WriteEndArray();
        json.WritePropertyName("status");
        JsonSerializer.Serialize(json, request.Status);
        json.WriteBoolean("aborted", request.Aborted);
        json.WriteBoolean("ended", request.Ended);
        json.WriteNumber("chunks_sent", request.ChunksSent);
        json.WriteEndObject();
    }

    private static Task FailAsync(HttpContext http, int status, string message) => WriteAsync(http, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", message);
        json.WriteEndObject();
    });

    private static async Task WriteAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await using Utf8JsonWriter json = new(http.Response.BodyWriter, WireJson.Options);
        write(json);
        await json.FlushAsync();
    }
}
