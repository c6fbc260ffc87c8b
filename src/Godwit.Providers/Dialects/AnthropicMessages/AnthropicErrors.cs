using System.Buffers;
using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>
/// Writes errors in Anthropic's shape. Godwit's own code stands in it as a further member, since a status such as 403
/// has several reasons and the type has one.
/// </summary>
internal static class AnthropicErrors
{
    /// <summary>Writes a body.</summary>
    public static void Write(ClientError problem, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        Write(json, problem);
    }

    /// <summary>Writes the event that ends a stream which broke; there is no <c>message_stop</c> after it.</summary>
    public static void WriteStreamEnd(ClientError problem, bool insideEvent, IBufferWriter<byte> output)
    {
        if (insideEvent)
        {
            output.Write("\n\n"u8);
        }

        SseText.Write(output, "error"u8, problem, Write);
    }

    /// <summary>Anthropic's type for a status.</summary>
    public static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 or 451 => "permission_error",
        404 or 410 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        408 or 504 => "timeout_error",
        503 or 529 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };

    /// <summary>The type itself when it is one of Anthropic's; null else.</summary>
    public static string? Known(string? type) => type is "invalid_request_error" or "authentication_error"
        or "billing_error" or "permission_error" or "not_found_error" or "request_too_large" or "rate_limit_error"
        or "timeout_error" or "overloaded_error" or "api_error" ? type : null;

    private static void Write(Utf8JsonWriter json, ClientError problem)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, TypeOf(problem.Status));
        json.WriteString("message"u8, problem.Message);
        if (problem.Code is { } code)
        {
            json.WriteString("code"u8, code);
        }

        if (problem.Param is { } param)
        {
            json.WriteString("param"u8, param);
        }

        json.WriteEndObject();
        json.WriteString("request_id"u8, problem.RequestId);
        json.WriteEndObject();
    }
}
