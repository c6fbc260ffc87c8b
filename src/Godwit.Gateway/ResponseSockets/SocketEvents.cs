using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.ResponseSockets;

/// <summary>Writes the events of a WebSocket that are none of a stream.</summary>
internal static class SocketEvents
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Of all headers only those that tell a client what to do next, or what to ask the operator about.
    private static readonly string[] Told = ["retry-after", "x-godwit-request-id"];

    /// <summary>A refusal that is no answer to a turn.</summary>
    public static ReadOnlyMemory<byte> Error(Refusal refusal, string? streamId) =>
        Write(refusal.Status, streamId, json =>
        {
            json.WriteString("type"u8, refusal.Type);
            json.WriteString("code"u8, refusal.Code);
            json.WriteString("message"u8, refusal.Message);
            json.WriteString("param"u8, refusal.Param);
        });

    /// <summary>
    /// An answer that is no stream: an error as it would be without a WebSocket, or a response of a provider that does
    /// not stream.
    /// </summary>
    public static ReadOnlyMemory<byte> Whole(
        int status, IHeaderDictionary headers, ReadOnlyMemory<byte> body, string? streamId)
    {
        using var document = Parse(body);
        var root = document?.RootElement ?? default;
        var error = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error"u8, out var told)
            && told.ValueKind == JsonValueKind.Object ? told : default;
        if (status < 400 && root.ValueKind == JsonValueKind.Object && root.TryGetProperty("output"u8, out _))
            return Ended(root, streamId);
        return Write(status, streamId, json =>
        {
            if (error.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in error.EnumerateObject())
                    member.WriteTo(json);
            }
            else
            {
                json.WriteString("type"u8, "server_error"u8);
                json.WriteNull("code"u8);
                json.WriteString("message"u8, $"The provider answered with status {status}.");
                json.WriteNull("param"u8);
            }

            json.WriteStartObject("headers"u8);
            foreach (var name in Told)
            {
                if (headers.TryGetValue(name, out var value))
                    json.WriteString(name, value.ToString());
            }

            json.WriteEndObject();
        });
    }

    private static ReadOnlyMemory<byte> Ended(JsonElement response, string? streamId)
    {
        var status = response.TryGetProperty("status"u8, out var told) && told.ValueKind == JsonValueKind.String
            ? told.GetString() : null;
        return Write(json =>
        {
            json.WriteString("type"u8, status switch
            {
                "failed" => "response.failed"u8,
                "incomplete" => "response.incomplete"u8,
                _ => "response.completed"u8,
            });
            json.WriteNumber("sequence_number"u8, 0);
            WriteStreamId(json, streamId);
            json.WritePropertyName("response"u8);
            response.WriteTo(json);
        });
    }

    private static ReadOnlyMemory<byte> Write(int status, string? streamId, Action<Utf8JsonWriter> error) =>
        Write(json =>
        {
            json.WriteString("type"u8, "error"u8);
            json.WriteNumber("status"u8, status);
            WriteStreamId(json, streamId);
            json.WriteStartObject("error"u8);
            error(json);
            json.WriteEndObject();
        });

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }

    private static void WriteStreamId(Utf8JsonWriter json, string? streamId)
    {
        if (streamId is not null)
            json.WriteString("stream_id"u8, streamId);
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, new() { MaxDepth = 256 });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
