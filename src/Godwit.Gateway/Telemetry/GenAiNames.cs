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

    /// <summary>Name of the Provider resource: several may share one <see cref="ProviderName"/>.</summary>
    public const string Provider = "godwit.provider";

    /// <summary>Provider of the first attempt.</summary>
    public const string FirstProvider = "godwit.provider.first";

    /// <summary>ISO 4217.</summary>
    public const string Currency = "godwit.currency";

    public const string LossKind = "godwit.loss.kind";

    /// <summary>Counter of money, in the unit of its currency.</summary>
    public const string Cost = "godwit.cost";

    /// <summary>Counter of requests that used tokens and have no cost.</summary>
    public const string WithoutCost = "godwit.requests.without_cost";

    /// <summary>Counter of tokens that are counted in the input or the output too.</summary>
    public const string TokenParts = "godwit.token.parts";

    /// <summary>Counter of tokens that came to nothing.</summary>
    public const string FailedTokens = "godwit.attempts.failed.tokens";

    /// <summary>Counter of money, in the unit of its currency, that came to nothing.</summary>
    public const string FailedCost = "godwit.attempts.failed.cost";

    /// <summary>Counter of requests that were answered after a failed attempt.</summary>
    public const string Fallbacks = "godwit.fallbacks";

    /// <summary>Counter of fields that a translation did not carry over as they were.</summary>
    public const string Losses = "godwit.losses";
}
