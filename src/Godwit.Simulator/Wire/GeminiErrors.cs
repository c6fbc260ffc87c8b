using System.Text.Json;
using static Godwit.Simulator.Wire.ErrorReason;

namespace Godwit.Simulator.Wire;

/// <summary>Writes refusals in Google's form, with the details that tell look-alikes apart.</summary>
internal static class GeminiErrors
{
    public const string LocationMessage = "User location is not supported for the API use.";

    private const string TypePrefix = "type.googleapis.com/google.rpc.";

    /// <summary>Writes the body and gives its status.</summary>
    public static int Write(Utf8JsonWriter json, ProviderError error)
    {
        (int code, string status) = NameOf(error.Reason);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteNumber("code", code);
        json.WriteString("message", error.Reason switch
        {
            RegionRefused => LocationMessage,
            ContextLength => "The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).",
            _ => error.Message,
        });
        json.WriteString("status", status);
        WriteDetails(json, error);
        json.WriteEndObject();
        json.WriteEndObject();
        return code;
    }

    /// <summary>Writes the same as the only member of an array.</summary>
    public static int WriteInArray(Utf8JsonWriter json, ProviderError error)
    {
        json.WriteStartArray();
        int status = Write(json, error);
        json.WriteEndArray();
        return status;
    }

    private static (int Code, string Status) NameOf(ErrorReason reason) => reason switch
    {
        RegionRefused => (400, "FAILED_PRECONDITION"),
        MissingKey => (403, "PERMISSION_DENIED"),
        WrongKindOfKey => (401, "UNAUTHENTICATED"),
        UnknownPath or UnknownModel or NotFound => (404, "NOT_FOUND"),
        WrongMethod => (405, "INVALID_ARGUMENT"),
        BodyTooLarge => (413, "INVALID_ARGUMENT"),
        RateLimited or QuotaExhausted => (429, "RESOURCE_EXHAUSTED"),
        ServerError => (500, "INTERNAL"),
        Unavailable => (503, "UNAVAILABLE"),
        _ => (400, "INVALID_ARGUMENT"),
    };

    private static void WriteDetails(Utf8JsonWriter json, ProviderError error)
    {
        switch (error.Reason)
        {
            case BadKey:
                json.WriteStartArray("details");
                Start(json, "ErrorInfo");
                json.WriteString("reason", "API_KEY_INVALID");
                json.WriteString("domain", "googleapis.com");
                json.WriteStartObject("metadata");
                json.WriteString("service", "generativelanguage.googleapis.com");
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndArray();
                break;
            case RateLimited or QuotaExhausted:
                WriteQuota(json, daily: error.Reason == QuotaExhausted);
                break;
            case InvalidRequest or MissingParameter when error.Param is { } field:
                json.WriteStartArray("details");
                Start(json, "BadRequest");
                json.WriteStartArray("fieldViolations");
                json.WriteStartObject();
                json.WriteString("field", field);
                json.WriteString("description", error.Message);
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndArray();
                break;
        }
    }

    // The quota's id alone tells a limit that comes back within the minute from one that comes back tomorrow.
    private static void WriteQuota(Utf8JsonWriter json, bool daily)
    {
        json.WriteStartArray("details");
        Start(json, "QuotaFailure");
        json.WriteStartArray("violations");
        json.WriteStartObject();
        json.WriteString("quotaMetric", "generativelanguage.googleapis.com/generate_content_requests");
        json.WriteString("quotaId", $"GenerateRequestsPer{(daily ? "Day" : "Minute")}PerProjectPerModel");
        json.WriteString("quotaValue", daily ? "250" : "10");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        if (!daily)
        {
            Start(json, "RetryInfo");
            json.WriteString("retryDelay", "34s");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Start(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("@type", TypePrefix + type);
    }
}
