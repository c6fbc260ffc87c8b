using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Storage;

/// <summary>A record in the columns of the table <c>requests</c>.</summary>
internal sealed record RequestRow(
    Guid Id, DateTimeOffset StartedAt, string? Organization, string? Project, string? ApiKey, string? Operation,
    string? RequestModel, string? Territory, string Decision, string? Provider, string? Model, int Status,
    string? ErrorCode, TokenUsage Usage, long? CostNano, string? Currency, string Record)
{
    /// <summary>Billionths of a currency's unit in the unit.</summary>
    public const decimal NanosPerUnit = 1_000_000_000m;

    /// <summary>The columns, in the order of <see cref="RequestRow"/>.</summary>
    public const string Columns =
        "id, started_at, organization, project, api_key, operation, request_model, territory, decision, provider, " +
        "model, status, error_code, input_tokens, output_tokens, cache_read_input_tokens, reasoning_output_tokens, " +
        "cost_nano, currency, record";

    public static RequestRow From(RequestRecord record) => new(
        record.Id, record.StartedAt.ToUniversalTime(), record.Organization, record.Project, record.ApiKey,
        record.Operation is { } operation ? OperationName(operation) : null, record.RequestModel, record.Territory,
        DecisionName(record.Decision), record.Provider, record.Model, record.Status, record.ErrorCode, record.Usage,
        record.Cost is { } cost ? (long)decimal.Round(cost * NanosPerUnit) : null, record.Currency,
        JsonSerializer.Serialize(record, RecordJsonContext.Default.RequestRecord));

    public static string DecisionName(RequestDecision decision) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(decision.ToString());

    public static string OperationName(Operation operation) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(operation.ToString());
}
