using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Errors in the shape of Google's RPC: a number, a word, a message, and details by type.</summary>
internal static class GeminiErrors
{
    // What Google's own refusal of a place says; programs look for it.
    private const string Territory = "User location is not supported for the API use.";

    /// <summary>An error that stands where an answer belongs.</summary>
    public static AnswerError Read(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
        {
            return new AnswerError(null, null, Short(error.Text() ?? ""));
        }

        var code = error.CountAt("code"u8)?.ToString(CultureInfo.InvariantCulture) ?? error.TextAt("code"u8);
        return new AnswerError(code, error.TextAt("status"u8), Short(error.TextAt("message"u8) ?? ""));
    }

    /// <summary>Writes <c>{"error":{…}}</c>.</summary>
    public static void Write(ClientError problem, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        Write(json, problem);
    }

    /// <summary>Writes the end of a stream that broke.</summary>
    public static void WriteStreamEnd(ClientError problem, bool insideEvent, IBufferWriter<byte> output)
    {
        output.Write(insideEvent ? "\n\ndata: "u8 : "data: "u8);
        Write(problem, output);
        output.Write("\n\n"u8);
    }

    /// <summary>An error that a provider put into a stream, for the client.</summary>
    public static ClientError Of(AnswerError error)
    {
        var status = int.TryParse(error.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && code is >= 400 and < 600 ? code : StatusOf(error.Type ?? error.Code);
        // A number is the status again.
        var word = error.Code is { Length: > 0 } && char.IsAsciiDigit(error.Code[0]) ? null : error.Code;
        return new ClientError(status, error.Type ?? "server_error", word, null, error.Message);
    }

    public static void Write(Utf8JsonWriter json, ClientError problem)
    {
        var territory = problem.Code == OpenAIChatErrors.TerritoryCode;
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, problem.Status);
        json.WriteString("message"u8, territory ? $"{Territory} {problem.Message}" : problem.Message);
        json.WriteString("status"u8, territory ? "FAILED_PRECONDITION" : WordOf(problem.Status));
        WriteDetails(json, problem);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter json, ClientError problem)
    {
        if (problem is { Code: null, Param: null, RequestId: null })
        {
            return;
        }

        json.WriteStartArray("details"u8);
        if (problem.Code is { } code)
        {
            Begin(json, "ErrorInfo");
            json.WriteString("reason"u8, code.ToUpperInvariant());
            json.WriteString("domain"u8, "godwit"u8);
            json.WriteEndObject();
        }

        if (problem.Param is { } param)
        {
            Begin(json, "BadRequest");
            json.WriteStartArray("fieldViolations"u8);
            json.WriteStartObject();
            json.WriteString("field"u8, param);
            json.WriteString("description"u8, problem.Message);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (problem.RequestId is { } id)
        {
            Begin(json, "RequestInfo");
            json.WriteString("requestId"u8, id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Begin(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("@type"u8, "type.googleapis.com/google.rpc." + type);
    }

    private static string WordOf(int status) => status switch
    {
        401 => "UNAUTHENTICATED",
        402 or 451 => "FAILED_PRECONDITION",
        403 => "PERMISSION_DENIED",
        404 or 410 => "NOT_FOUND",
        409 => "ABORTED",
        408 or 504 => "DEADLINE_EXCEEDED",
        429 => "RESOURCE_EXHAUSTED",
        499 => "CANCELLED",
        501 => "UNIMPLEMENTED",
        502 or 503 or 529 => "UNAVAILABLE",
        >= 500 => "INTERNAL",
        _ => "INVALID_ARGUMENT",
    };

    // Words of the dialects for errors inside a stream, which bear no status.
    private static int StatusOf(string? word) => word switch
    {
        "invalid_request_error" or "INVALID_ARGUMENT" or "FAILED_PRECONDITION" => 400,
        "authentication_error" or "UNAUTHENTICATED" => 401,
        "permission_error" or "PERMISSION_DENIED" => 403,
        "not_found_error" or "NOT_FOUND" => 404,
        "rate_limit_error" or "rate_limit_exceeded" or "RESOURCE_EXHAUSTED" => 429,
        "overloaded_error" or "server_is_overloaded" or "UNAVAILABLE" => 503,
        "timeout_error" or "DEADLINE_EXCEEDED" => 504,
        _ => 500,
    };

    private static string Short(string message) =>
        message.Length > ErrorBody.MostChars ? message[..ErrorBody.MostChars] : message;
}
