namespace Godwit.Gateway.Telemetry;

/// <summary>
/// Names of the OpenTelemetry GenAI semantic conventions, version 1.38 (in development), and of our own beside them.
/// </summary>
internal static class GenAiNames
{
    public const string OperationName = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string ResponseModel = "gen_ai.response.model";
    public const string TokenType = "gen_ai.token.type";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string ErrorType = "error.type";
    public const string StatusCode = "http.response.status_code";
    public const string Territory = "geo.country.iso_code";

    /// <summary>Histogram, seconds.</summary>
    public const string OperationDuration = "gen_ai.client.operation.duration";

    /// <summary>Histogram, tokens.</summary>
    public const string TokenUsage = "gen_ai.client.token.usage";

    public const string Decision = "godwit.decision";
    public const string Route = "godwit.route";
    public const string RequestId = "godwit.request.id";
    public const string Organization = "godwit.organization";

    /// <summary>Counter of requests by decision, territory and status.</summary>
    public const string Requests = "godwit.requests";

    /// <summary>Counter of attempts by provider and failure.</summary>
    public const string Attempts = "godwit.attempts";

    /// <summary>
    /// Counter of credentials that were passed over, by provider and by what of its limits was used up.
    /// </summary>
    public const string PassedOver = "godwit.provider.passed_over";

    public const string Limit = "godwit.limit";

    /// <summary>Histogram, seconds from the send to the first byte of the answer.</summary>
    public const string TimeToFirstChunk = "godwit.attempt.time_to_first_chunk";

    /// <summary>Counter of records that could not be appended to the journal.</summary>
    public const string JournalFailures = "godwit.journal.failures";
}
