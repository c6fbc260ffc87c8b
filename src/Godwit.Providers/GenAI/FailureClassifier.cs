using System.IO.Enumeration;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.OpenAIChat;

namespace Godwit.Providers.GenAI;

/// <summary>
/// Tells what a provider's error means, in every dialect: by the catalog's rows for that provider, the most specific
/// one first, then by refusals of a region that anybody may pass on, by the codes and types of the dialects, and by the
/// status.
/// </summary>
public static class FailureClassifier
{
    /// <summary>Classifies an answer that is an error.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="retryAfter">What the <c>Retry-After</c> header asks, if anything.</param>
    /// <param name="body">The body, or as much of it as was read; 64 KiB suffice.</param>
    /// <param name="rows">The error rows of the provider's catalog entry.</param>
    public static ProviderFailure Classify(
        int status, TimeSpan? retryAfter, ReadOnlySpan<byte> body, IReadOnlyList<CatalogError> rows) =>
        Classify(status, retryAfter, ErrorBody.Read(body), rows);

    /// <summary>Classifies an error that was read already, also one found in an answer or in a stream.</summary>
    public static ProviderFailure Classify(
        int status, TimeSpan? retryAfter, ErrorBody? error, IReadOnlyList<CatalogError> rows)
    {
        error ??= ErrorBody.Unreadable;
        var meaning = ByCatalog(status, error, rows)
            ?? ByRegion(status, error)
            ?? FailureCodes.Find(status, error.Code)
            ?? FailureCodes.Find(status, error.Type)
            ?? ByStatus(status);
        return new ProviderFailure(
            meaning, status, error.Code, error.Type, error.Message, retryAfter ?? error.RetryAfter);
    }

    /// <summary>What failure a finish reason stands for; null when it ends an answer properly.</summary>
    public static FailureClass? OfFinishReason(string reason) => reason switch
    {
        "network_error" or "error" or "ERROR" => FailureClass.ServerError,
        "insufficient_system_resource" => FailureClass.Overloaded,
        "TIMEOUT" => FailureClass.Timeout,
        "model_context_window_exceeded" or "model_length" or "context" => FailureClass.ContextLength,
        "sensitive" or "refuse_answer" or "content_filter" or "content_filtered" or "guardrail_intervened" or "refusal"
            or "SAFETY" or "PROHIBITED_CONTENT" or "BLOCKLIST" or "SPII" or "RECITATION" or "IMAGE_SAFETY"
            or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" => FailureClass.ContentFilter,
        _ => null,
    };

    private static FailureClass? ByCatalog(int status, ErrorBody error, IReadOnlyList<CatalogError> rows)
    {
        FailureClass? meaning = null;
        var best = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var conditions = Conditions(status, error, rows[i]);
            if (conditions > best)
                (best, meaning) = (conditions, rows[i].Meaning);
        }

        return meaning;
    }

    /// <summary>How many conditions the row has, when all hold; else 0.</summary>
    private static int Conditions(int status, ErrorBody error, CatalogError row)
    {
        var holds = (row.Status is null || row.Status == status)
            && (row.Code is null || Fits(row.Code, error.Code))
            && (row.Type is null || row.Type == error.Type)
            && (row.OuterType is null || row.OuterType == (error.OuterType ?? ""))
            && (row.MessageContains is null
                || error.Message.Contains(row.MessageContains, StringComparison.OrdinalIgnoreCase));
        return !holds ? 0
            : (row.Status is null ? 0 : 1) + (row.Code is null ? 0 : 1) + (row.Type is null ? 0 : 1)
                + (row.OuterType is null ? 0 : 1) + (row.MessageContains is null ? 0 : 1);
    }

    // Families of codes: AuthFailure.* of Tencent, the quotas of Google that have PerDay in the middle.
    private static bool Fits(string pattern, string? code) =>
        code is not null && (pattern.Contains('*', StringComparison.Ordinal)
            ? FileSystemName.MatchesSimpleExpression(pattern, code, ignoreCase: false)
            : pattern == code);

    private static FailureClass? ByRegion(int status, ErrorBody error)
    {
        // By the code alone, and never with a status that says something else: a 401 of an address allow-list or a
        // 403 page of a network filter is about the account or the path, not about the territory. 200 is a stream.
        var code = error.Code == OpenAIChatErrors.TerritoryCode || error.Type == OpenAIChatErrors.TerritoryCode;
        return (code && status is (403 or 200))
            || RegionRefusals.Recognise(status, error.OuterType, error.Type, error.Message)
            ? FailureClass.RegionRefusal : null;
    }

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
