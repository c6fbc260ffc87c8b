using System.Collections.Frozen;
using Godwit.Policy.Catalog;

namespace Godwit.Providers.GenAI;

/// <summary>The codes and types of errors that belong to a dialect, whoever speaks it.</summary>
internal static class FailureCodes
{
    /// <summary>Words that say more than the status they come with.</summary>
    private static readonly FrozenDictionary<string, FailureClass> Certain = Table(
        (FailureClass.ContextLength,
        [
            "context_length_exceeded", "tokens_too_long", "characters_too_long",
        ]),
        (FailureClass.ContentFilter,
        [
            "content_filter", "content_policy_violation", "content_filter_error", "unsafe_request",
            "data_inspection_failed", "DataInspectionFailed", ErrorBodyReader.PromptBlocked,
        ]),
        (FailureClass.Balance, ["credit_balance_exhausted", "insufficient_balance_error", "billing_error"]),
        (FailureClass.Quota,
        [
            "insufficient_quota", "exceeded_current_quota_error", "billing_hard_limit_reached",
            "ServiceQuotaExceededException", "serviceQuotaExceededException",
        ]),
        (FailureClass.RateLimit,
        [
            "rate_limit_exceeded", "rate_limit_error", "rate_limit_reached_error", "slow_down",
            "rpm_rate_limit_exceeded", "tpm_rate_limit_exceeded", "ThrottlingException", "throttlingException",
            "RequestLimitExceeded",
        ]),
        (FailureClass.Overloaded,
        [
            "server_is_overloaded", "engine_overloaded_error", "overloaded_error",
            "ServiceUnavailableException", "serviceUnavailableException",
            "ModelNotReadyException", "modelNotReadyException",
        ]),
        (FailureClass.NotFound, ["model_not_found", "DeploymentNotFound", "resource_not_found_error"]),
        (FailureClass.Auth,
        [
            "invalid_api_key", "incorrect_api_key_error", "authentication_error", "invalid_authentication_error",
            "authorized_error", "API_KEY_INVALID",
        ]),
        (FailureClass.Timeout, ["ModelTimeoutException", "modelTimeoutException"]),
        (FailureClass.ServerError,
        [
            "server_error", "internal_error", "ModelErrorException", "ModelStreamErrorException",
            "modelStreamErrorException", "internalServerException",
        ]));

    /// <summary>Words that say what a status would: they count where the status says success, or nothing.</summary>
    private static readonly FrozenDictionary<string, FailureClass> InBand = Table(
        (FailureClass.BadRequest,
        [
            "invalid_request_error", "bad_request_error", "request_too_large", "INVALID_ARGUMENT", "OUT_OF_RANGE",
            "FAILED_PRECONDITION", "ValidationException", "validationException", "InvalidParameter",
        ]),
        (FailureClass.Auth,
        [
            "permission_error", "PERMISSION_DENIED", "UNAUTHENTICATED", "AccessDeniedException", "InvalidApiKey",
            "AccessDenied", "UnauthorizedOperation",
        ]),
        (FailureClass.NotFound, ["not_found_error", "NOT_FOUND", "ResourceNotFoundException", "ModelNotFound"]),
        (FailureClass.RateLimit, ["RESOURCE_EXHAUSTED"]),
        (FailureClass.Overloaded, ["UNAVAILABLE"]),
        (FailureClass.Timeout, ["timeout_error", "gateway_timeout", "DEADLINE_EXCEEDED"]),
        (FailureClass.ServerError,
        [
            "api_error", "INTERNAL", "UNKNOWN", "DATA_LOSS", "ABORTED", "InternalServerException", "InternalError",
        ]));

    /// <summary>What the word means, null when it says nothing beyond the status.</summary>
    public static FailureClass? Find(int status, string? word) =>
        word is null ? null
        : Certain.TryGetValue(word, out var certain) ? certain
        : status < 400 && InBand.TryGetValue(word, out var inBand) ? inBand
        : null;

    private static FrozenDictionary<string, FailureClass> Table(
        params ReadOnlySpan<(FailureClass Meaning, string[] Words)> rows)
    {
        var table = new Dictionary<string, FailureClass>(StringComparer.Ordinal);
        foreach (var (meaning, words) in rows)
        {
            foreach (var word in words)
                table.Add(word, meaning);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
