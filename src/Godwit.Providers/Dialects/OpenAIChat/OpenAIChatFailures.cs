using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>
/// Tells what a provider's error means: by the catalog's rows for that provider, the most specific one first, then by
/// the codes and types of this dialect, then by the status.
/// </summary>
public static class OpenAIChatFailures
{
    /// <summary>Classifies an answer that is an error.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="retryAfter">What the <c>Retry-After</c> header asks, if anything.</param>
    /// <param name="body">The body, or as much of it as was read; 64 KiB suffice.</param>
    /// <param name="rows">The error rows of the provider's catalog entry.</param>
    public static ProviderFailure Classify(
        int status, TimeSpan? retryAfter, ReadOnlySpan<byte> body, IReadOnlyList<CatalogError> rows) =>
        Classify(status, retryAfter, OpenAIChatErrorBody.Read(body), rows);

    /// <summary>Classifies an error that was found in an answer or in a stream, with the answer's status.</summary>
    public static ProviderFailure Classify(
        int status, TimeSpan? retryAfter, OpenAIChatErrorBody? error, IReadOnlyList<CatalogError> rows)
    {
        error ??= new OpenAIChatErrorBody(null, null, null, "");
        var meaning = ByCatalog(status, error, rows)
            ?? ByText(status, error)
            ?? ByCode(status, error.Code)
            ?? ByCode(status, error.Type)
            ?? ByStatus(status);
        return new ProviderFailure(meaning, status, error.Code, error.Type, error.Message, retryAfter);
    }

    /// <summary>What failure a finish reason stands for; null when it ends an answer properly.</summary>
    public static FailureClass? OfFinishReason(string reason) => reason switch
    {
        "network_error" or "error" => FailureClass.ServerError,
        "insufficient_system_resource" => FailureClass.Overloaded,
        "model_context_window_exceeded" => FailureClass.ContextLength,
        "sensitive" or "refuse_answer" or "content_filter" => FailureClass.ContentFilter,
        _ => null,
    };

    private static FailureClass? ByCatalog(int status, OpenAIChatErrorBody error, IReadOnlyList<CatalogError> rows)
    {
        FailureClass? meaning = null;
        var best = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var conditions = Conditions(status, error, rows[i]);
            if (conditions > best)
            {
                (best, meaning) = (conditions, rows[i].Meaning);
            }
        }

        return meaning;
    }

    /// <summary>How many conditions the row has, when all hold; else 0.</summary>
    private static int Conditions(int status, OpenAIChatErrorBody error, CatalogError row)
    {
        var holds = (row.Status is null || row.Status == status)
            && (row.Code is null || row.Code == error.Code)
            && (row.Type is null || row.Type == error.Type)
            && (row.MessageContains is null
                || error.Message.Contains(row.MessageContains, StringComparison.OrdinalIgnoreCase));
        return !holds ? 0
            : (row.Status is null ? 0 : 1) + (row.Code is null ? 0 : 1) + (row.Type is null ? 0 : 1)
                + (row.MessageContains is null ? 0 : 1);
    }

    private static FailureClass? ByText(int status, OpenAIChatErrorBody error) =>
        RegionRefusals.Recognise(status, error.OuterType, error.Type, error.Message)
            ? FailureClass.RegionRefusal : null;

    private static FailureClass? ByCode(int status, string? code) => code switch
    {
        // By the code alone, and never with a status that says something else: a 401 of an address allow-list or a
        // 403 page of a network filter is about the account or the path, not about the territory. 200 is a stream.
        OpenAIChatErrors.TerritoryCode when status is 403 or 200 => FailureClass.RegionRefusal,
        "context_length_exceeded" or "tokens_too_long" or "characters_too_long" => FailureClass.ContextLength,
        "content_filter" or "content_policy_violation" or "data_inspection_failed" or "DataInspectionFailed"
            or "content_filter_error" or "unsafe_request" => FailureClass.ContentFilter,
        "credit_balance_exhausted" or "insufficient_balance_error" or "billing_error" => FailureClass.Balance,
        "insufficient_quota" or "exceeded_current_quota_error" or "billing_hard_limit_reached" => FailureClass.Quota,
        "rate_limit_exceeded" or "rate_limit_error" or "rate_limit_reached_error" or "slow_down"
            or "rpm_rate_limit_exceeded" or "tpm_rate_limit_exceeded" => FailureClass.RateLimit,
        "server_is_overloaded" or "engine_overloaded_error" or "overloaded_error" => FailureClass.Overloaded,
        "model_not_found" or "DeploymentNotFound" or "resource_not_found_error" => FailureClass.NotFound,
        "invalid_api_key" or "incorrect_api_key_error" or "authentication_error" or "invalid_authentication_error"
            or "authorized_error" => FailureClass.Auth,
        "server_error" or "internal_error" => FailureClass.ServerError,
        _ => null,
    };

    private static FailureClass ByStatus(int status) => status switch
    {
        400 or 405 or 411 or 413 or 414 or 415 or 422 or 431 => FailureClass.BadRequest,
        401 or 403 => FailureClass.Auth,
        402 => FailureClass.Balance,
        404 or 410 => FailureClass.NotFound,
        408 or 504 => FailureClass.Timeout,
        429 => FailureClass.RateLimit,
        503 or 529 => FailureClass.Overloaded,
        >= 500 => FailureClass.ServerError,
        _ => FailureClass.Other,
    };
}
