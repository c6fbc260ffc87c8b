using System.Text.Json;
using static Godwit.Simulator.Wire.ErrorReason;

namespace Godwit.Simulator.Wire;

/// <summary>Writes refusals in the form of the makers' own doors.</summary>
internal static class NativeErrors
{
    /// <summary>Writes the body and gives its status.</summary>
    public static int Write(Utf8JsonWriter json, Dialect dialect, ProviderError error, string requestId)
    {
        json.WriteStartObject();
        int status;
        switch (dialect)
        {
            case Dialect.Converse:
                status = ConverseOf(error.Reason).Status;
                json.WriteString("message", ConverseMessage(error));
                break;
            case Dialect.Tencent:
                // Success in HTTP, whatever it is.
                status = 200;
                WriteTencent(json, error, requestId);
                break;
            case Dialect.SenseNova:
                (status, int code) = SenseNovaOf(error.Reason);
                json.WriteStartObject("error");
                json.WriteNumber("code", code);
                json.WriteString("message", error.Message);
                json.WriteStartArray("details");
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            default:
                (status, string name) = DashScopeOf(error.Reason);
                json.WriteString("code", name);
                json.WriteString("message", error.Reason == ContextLength
                    ? "Range of input length should be [1, 129024]" : error.Message);
                json.WriteString("request_id", requestId);
                break;
        }

        json.WriteEndObject();
        return status;
    }

    /// <summary>Amazon's type of an error, which stands in a header.</summary>
    public static (int Status, string Type) ConverseOf(ErrorReason reason) => reason switch
    {
        MissingKey or BadKey or WrongKindOfKey => (403, "UnrecognizedClientException"),
        UnknownModel or NotFound => (404, "ResourceNotFoundException"),
        UnknownPath => (404, "UnknownOperationException"),
        RateLimited => (429, "ThrottlingException"),
        QuotaExhausted => (429, "ServiceQuotaExceededException"),
        ServerError => (500, "InternalServerException"),
        Unavailable => (503, "ServiceUnavailableException"),
        _ => (400, "ValidationException"),
    };

    private static string ConverseMessage(ProviderError error) => error.Reason switch
    {
        RegionRefused => "Access to Anthropic models is not allowed from unsupported countries, regions, or "
            + "territories. This text comes from a simulator.",
        ContextLength => "Input is too long for requested model.",
        _ => error.Message,
    };

    private static void WriteTencent(Utf8JsonWriter json, ProviderError error, string requestId)
    {
        json.WriteStartObject("Response");
        json.WriteStartObject("Error");
        json.WriteString("Code", error.Reason switch
        {
            MissingKey or WrongKindOfKey => "AuthFailure.InvalidAuthorization",
            BadKey => "AuthFailure.SecretIdNotFound",
            UnknownModel => "InvalidParameterValue.Model",
            RateLimited => "RequestLimitExceeded",
            QuotaExhausted => "FailedOperation.ResourcePackExhausted",
            Unavailable => "FailedOperation.EngineServerLimitExceeded",
            ContentFiltered => "OperationDenied.TextIllegalDetected",
            ServerError => "InternalError",
            _ => "InvalidParameter",
        });
        json.WriteString("Message", error.Message);
        json.WriteEndObject();
        json.WriteString("RequestId", requestId);
        json.WriteEndObject();
    }

    // The numbers of gRPC.
    private static (int Status, int Code) SenseNovaOf(ErrorReason reason) => reason switch
    {
        MissingKey or BadKey or WrongKindOfKey => (401, 16),
        UnknownModel or UnknownPath or NotFound => (404, 5),
        RateLimited or QuotaExhausted => (429, 8),
        ServerError => (500, 13),
        Unavailable => (503, 14),
        _ => (400, 3),
    };

    private static (int Status, string Code) DashScopeOf(ErrorReason reason) => reason switch
    {
        MissingKey or BadKey or WrongKindOfKey => (401, "InvalidApiKey"),
        UnknownModel or UnknownPath or NotFound => (404, "ModelNotFound"),
        RateLimited => (429, "Throttling.RateQuota"),
        QuotaExhausted => (400, "Arrearage"),
        ContentFiltered => (400, "DataInspectionFailed"),
        ServerError => (500, "InternalError"),
        Unavailable => (503, "ServiceUnavailable"),
        _ => (400, "InvalidParameter"),
    };
}
