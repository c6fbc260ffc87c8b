using static Godwit.Simulator.Wire.ErrorReason;

namespace Godwit.Simulator.Wire;

/// <summary>What the providers call the same mistakes: status, type and code where they differ from OpenAI's.</summary>
internal static class ErrorNames
{
    public static (int Status, string Type, string? Code) Of(string provider, ProviderError error)
    {
        (int status, string type, string? code) = error.Wire;
        code = error.Code ?? code;
        if (error.Reason == RegionRefused)
        {
            return (status, type, code);
        }

        return (ProviderQuirks.FamilyOf(provider).ToString(), error.Reason) switch
        {
            ("azure-openai", MissingKey or BadKey) => (401, type, "401"),
            ("azure-openai", UnknownModel) => (404, type, "DeploymentNotFound"),
            ("zhipu-glm", _) => Zhipu(error.Reason),
            ("deepseek", QuotaExhausted) => (402, "insufficient_balance", "invalid_request_error"),
            ("deepseek", InvalidRequest or MissingParameter) => (422, type, code),
            ("alibaba-qwen", ContentFiltered) => (400, "data_inspection_failed", "data_inspection_failed"),
            ("alibaba-qwen", ContextLength) => (400, "invalid_request_error", "invalid_parameter_error"),
            ("alibaba-qwen", QuotaExhausted) => (400, "Arrearage", "Arrearage"),
            ("moonshot", _) => (status, Moonshot(error.Reason), null),
            ("minimax", _) => Minimax(error.Reason, status),
            ("mistral", InvalidRequest or MissingParameter) => (422, type, code),
            ("baidu-qianfan", _) => Qianfan(error.Reason, status, type, code),
            ("tencent-hunyuan", QuotaExhausted) => (402, "permission_error", "401008"),
            ("tencent-hunyuan", RateLimited) => (429, "rate_limit_error", "429001"),
            ("google-gemini", _) => (status, Google(error.Reason), code),
            _ => (status, type, code),
        };
    }

    private static (int, string, string?) Zhipu(ErrorReason reason) => reason switch
    {
        MissingKey => (401, "", "1001"),
        BadKey => (401, "", "1000"),
        UnknownModel => (400, "", "1211"),
        ContextLength => (400, "", "1261"),
        ContentFiltered => (400, "", "1301"),
        RateLimited => (429, "", "1302"),
        QuotaExhausted => (429, "", "1113"),
        Unavailable => (429, "", "1305"),
        ServerError => (500, "", "1234"),
        _ => (400, "", "1210"),
    };

    private static string Moonshot(ErrorReason reason) => reason switch
    {
        MissingKey or BadKey => "invalid_authentication_error",
        UnknownModel => "resource_not_found_error",
        ContentFiltered => "content_filter",
        RateLimited => "rate_limit_reached_error",
        QuotaExhausted => "exceeded_current_quota_error",
        Unavailable => "engine_overloaded_error",
        ServerError => "server_error",
        _ => "invalid_request_error",
    };

    private static (int, string, string?) Minimax(ErrorReason reason, int status) => reason switch
    {
        MissingKey or BadKey => (401, "authorized_error", null),
        ContentFiltered => (422, "unprocessable_entity_error", null),
        RateLimited => (429, "rate_limit_error", null),
        QuotaExhausted => (402, "insufficient_balance_error", null),
        Unavailable => (529, "overloaded_error", null),
        ServerError => (500, "server_error", null),
        _ => (status, "bad_request_error", null),
    };

    private static (int, string, string?) Qianfan(ErrorReason reason, int status, string type, string? code) =>
        reason switch
        {
            MissingKey or BadKey => (401, "invalid_request_error", "invalid_iam_token"),
            UnknownModel => (401, "invalid_request_error", "invalid_model"),
            BadJson => (400, "invalid_request_error", "malformed_json"),
            ContextLength => (400, "invalid_request_error", "tokens_too_long"),
            ContentFiltered => (400, "unsafe_request", "unsafe_request"),
            RateLimited => (429, "rate_limit_error", "rpm_rate_limit_exceeded"),
            ServerError => (500, "internal_error", "internal_error"),
            _ => (status, type, code),
        };

    private static string Google(ErrorReason reason) => reason switch
    {
        MissingKey or BadKey => "UNAUTHENTICATED",
        UnknownModel or UnknownPath => "NOT_FOUND",
        RateLimited or QuotaExhausted => "RESOURCE_EXHAUSTED",
        ServerError => "INTERNAL",
        Unavailable => "UNAVAILABLE",
        _ => "INVALID_ARGUMENT",
    };
}
