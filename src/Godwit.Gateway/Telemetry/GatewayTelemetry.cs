using System.Text.Json;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Godwit.Gateway.Attempts.Limits;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Telemetry;

/// <summary>The data plane's metrics and traces. Content of messages, keys and addresses never go in here.</summary>
public sealed class GatewayTelemetry : IDisposable
{
    /// <summary>Name to subscribe the meter by.</summary>
    public const string MeterName = "Godwit.Gateway";

    /// <summary>Name to subscribe the traces by.</summary>
    public const string ActivitySourceName = "Godwit.Gateway";

    // Tags are objects: each of these is made once, not once a request.
    private static readonly string[] Decisions = Enum.GetNames<RequestDecision>();
    private static readonly string[] Failures = Enum.GetNames<Policy.Catalog.FailureClass>();
    private static readonly string[] Limits = ["requests", "tokens", "input_tokens", "output_tokens", "retry_after"];
    private static readonly object[] Statuses = [.. Enumerable.Range(0, 600).Cast<object>()];

    private static readonly ActivitySource Source = new(ActivitySourceName);
    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> requests;
    private readonly Counter<long> attempts;
    private readonly Counter<long> passedOver;
    private readonly Counter<long> journalFailures;
    private readonly Histogram<double> duration;
    private readonly Histogram<double> firstChunk;
    private readonly Histogram<long> tokens;
    private readonly UsageMetrics usage;

    public GatewayTelemetry()
    {
        requests =
            meter.CreateCounter<long>(GenAiNames.Requests, "{request}", "Requests by decision, territory and status.");
        attempts =
            meter.CreateCounter<long>(GenAiNames.Attempts, "{attempt}", "Sends to providers, by what became of them.");
        passedOver = meter.CreateCounter<long>(
            GenAiNames.PassedOver, "{credential}", "Credentials not asked, for nothing was left of a limit.");
        journalFailures = meter.CreateCounter<long>(
            GenAiNames.JournalFailures, "{record}", "Records that could not be appended to the journal.");
        duration = meter.CreateHistogram<double>(GenAiNames.OperationDuration, "s", "Whole time of a request.");
        firstChunk = meter.CreateHistogram<double>(
            GenAiNames.TimeToFirstChunk, "s", "From the send to the first byte of the answer.");
        tokens = meter.CreateHistogram<long>(GenAiNames.TokenUsage, "{token}", "Tokens as the provider counted them.");
        usage = new UsageMetrics(meter);
    }

    /// <summary>Counts a request that was settled.</summary>
    public void Settled(RequestRecord record, string? telemetryName)
    {
        requests.Add(
            1,
            new(GenAiNames.Decision, Decisions[(int)record.Decision]),
            new(GenAiNames.Territory, record.Territory),
            new(GenAiNames.StatusCode, record.Status < Statuses.Length ? Statuses[record.Status] : record.Status));
        for (var i = 0; i < record.Attempts.Count; i++)
            CountAttempt(record.Attempts[i]);
        usage.Settled(record);
        if (telemetryName is null)
            return;

        var provider = new KeyValuePair<string, object?>(GenAiNames.ProviderName, telemetryName);
        var model = new KeyValuePair<string, object?>(GenAiNames.RequestModel, record.Model);
        duration.Record(record.DurationUs / 1e6, provider, model);
        if (record.Usage.InputTokens is { } input)
            tokens.Record(input, provider, model, new(GenAiNames.TokenType, "input"));
        if (record.Usage.OutputTokens is { } output)
            tokens.Record(output, provider, model, new(GenAiNames.TokenType, "output"));
    }

    /// <summary>Counts a credential that a request did not take, for the provider would have refused.</summary>
    internal void PassedOver(string provider, LimitKind limit) => passedOver.Add(
        1, new("godwit.provider", provider), new KeyValuePair<string, object?>(GenAiNames.Limit, Limits[(int)limit]));

    /// <summary>Counts a record that is lost unless the log keeps it.</summary>
    public void JournalFailed() => journalFailures.Add(1);

    /// <summary>Makes the span of a request that is over, when somebody listens.</summary>
    internal static void Trace(GatewayRequest request, RequestRecord record)
    {
        if (!Source.HasListeners())
            return;
        ActivityContext.TryParse(
            request.Http.Request.Headers.TraceParent, request.Http.Request.Headers.TraceState, true, out var parent);
        using var activity = Source.StartActivity(
            $"{OperationName(record)} {record.RequestModel}", ActivityKind.Server, parent, startTime: record.StartedAt);
        if (activity is null)
            return;
        activity.SetTag(GenAiNames.OperationName, OperationName(record));
        activity.SetTag(GenAiNames.ProviderName, request.Target?.Provider.TelemetryName);
        activity.SetTag(GenAiNames.RequestModel, record.RequestModel);
        activity.SetTag(GenAiNames.ResponseModel, record.ResponseModel);
        activity.SetTag(GenAiNames.InputTokens, record.Usage.InputTokens);
        activity.SetTag(GenAiNames.OutputTokens, record.Usage.OutputTokens);
        activity.SetTag(GenAiNames.StatusCode, record.Status);
        activity.SetTag(GenAiNames.ErrorType, record.ErrorCode);
        activity.SetTag(GenAiNames.Territory, record.Territory);
        activity.SetTag(GenAiNames.Decision, record.Decision.ToString());
        activity.SetTag(GenAiNames.Organization, record.Organization);
        activity.SetTag(GenAiNames.RequestId, record.Id);
        activity.SetEndTime((record.StartedAt + TimeSpan.FromMicroseconds(record.DurationUs)).UtcDateTime);
        if (record.Status >= 500)
            activity.SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose() => meter.Dispose();

    // The conventions' own values.
    private static string OperationName(RequestRecord record) => record.Operation switch
    {
        Policy.Catalog.Operation.Chat => "chat",
        Policy.Catalog.Operation.Embeddings => "embeddings",
        Policy.Catalog.Operation.TextCompletion => "text_completion",
        { } other => JsonNamingPolicy.SnakeCaseLower.ConvertName(other.ToString()),
        _ => "unknown",
    };

    private void CountAttempt(AttemptRecord attempt)
    {
        var failure = attempt.Failure is { } one ? Failures[(int)one] : null;
        attempts.Add(1, new(GenAiNames.Provider, attempt.Provider), new(GenAiNames.ErrorType, failure));
        if (attempt.FirstByteUs is { } us)
            firstChunk.Record(us / 1e6, new KeyValuePair<string, object?>(GenAiNames.Provider, attempt.Provider));
    }
}
