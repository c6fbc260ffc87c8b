using System.Text.Json;
using static Godwit.Simulator.Wire.ErrorReason;

namespace Godwit.Simulator.Wire;

/// <summary>Writes refusals in Anthropic's form.</summary>
internal static class MessagesErrors
{
    /// <summary>Writes the body and gives its status.</summary>
    public static int Write(Utf8JsonWriter json, ProviderError error, string requestId)
    {
        (int status, string type) = NameOf(error.Reason);
        json.WriteStartObject();
        if (error.Reason == RegionRefused)
        {
            // The edge refuses before the API is reached: no outer type and no request id.
            json.WriteStartObject("error");
            json.WriteString("type", type);
            json.WriteString("message", "Request not allowed");
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("type", "error");
            json.WriteStartObject("error");
            json.WriteString("type", type);
            json.WriteString("message", error.Reason == ContextLength
                ? "prompt is too long: 200001 tokens > 200000 maximum" : error.Message);
            json.WriteEndObject();
            json.WriteString("request_id", requestId);
        }

        json.WriteEndObject();
        return status;
    }

    private static (int Status, string Type) NameOf(ErrorReason reason) => reason switch
    {
        MissingKey or BadKey or WrongKindOfKey => (401, "authentication_error"),
        RegionRefused => (403, "forbidden"),
        UnknownPath or UnknownModel or NotFound => (404, "not_found_error"),
        WrongMethod => (405, "invalid_request_error"),
        BodyTooLarge => (413, "request_too_large"),
        RateLimited => (429, "rate_limit_error"),
        QuotaExhausted => (402, "billing_error"),
        ServerError => (500, "api_error"),
        Unavailable => (529, "overloaded_error"),
        _ => (400, "invalid_request_error"),
    };
}
