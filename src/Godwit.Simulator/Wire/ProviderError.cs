namespace Godwit.Simulator.Wire;

/// <summary>A refusal before it is written in a provider's form.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">For people.</param>
/// <param name="Param">The request field at fault, when there is one.</param>
internal sealed record ProviderError(ErrorReason Reason, string Message, string? Param = null)
{
    /// <summary>OpenAI's code where the reason alone does not say it.</summary>
    public string? Code { get; init; }

    public static ProviderError Missing(string parameter) =>
        new(ErrorReason.MissingParameter, $"The required parameter '{parameter}' is missing.", parameter);

    public static ProviderError Invalid(string parameter, string expected) =>
        new(ErrorReason.InvalidRequest, $"The parameter '{parameter}' has to be {expected}.", parameter);

    /// <summary>OpenAI's names for a reason.</summary>
    public (int Status, string Type, string? Code) Wire => Reason switch
    {
        ErrorReason.MissingKey => (401, "invalid_request_error", null),
        ErrorReason.BadKey or ErrorReason.WrongKindOfKey => (401, "invalid_request_error", "invalid_api_key"),
        ErrorReason.RegionRefused => (403, "request_forbidden", "unsupported_country_region_territory"),
        ErrorReason.UnknownPath => (404, "invalid_request_error", "unknown_url"),
        ErrorReason.WrongMethod => (405, "invalid_request_error", "method_not_supported"),
        ErrorReason.BadJson => (400, "invalid_request_error", null),
        ErrorReason.InvalidRequest => (400, "invalid_request_error", "invalid_value"),
        ErrorReason.MissingParameter => (400, "invalid_request_error", "missing_required_parameter"),
        ErrorReason.NotFound => (404, "invalid_request_error", null),
        ErrorReason.UnknownModel => (404, "invalid_request_error", "model_not_found"),
        ErrorReason.BodyTooLarge => (413, "invalid_request_error", "request_too_large"),
        ErrorReason.ContextLength => (400, "invalid_request_error", "context_length_exceeded"),
        ErrorReason.ContentFiltered => (400, "invalid_request_error", "content_filter"),
        ErrorReason.RateLimited => (429, "requests", "rate_limit_exceeded"),
        ErrorReason.QuotaExhausted => (429, "insufficient_quota", "insufficient_quota"),
        ErrorReason.Unavailable => (503, "server_error", "server_is_overloaded"),
        _ => (500, "server_error", null),
    };
}
