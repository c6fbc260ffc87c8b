using System.Diagnostics.Metrics;
using System.Text.Json;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Telemetry;

/// <summary>
/// Counts cost, parts of tokens, fallbacks and losses of settled requests. Tags are names of the configuration alone,
/// which bounds how many series there are; what callers choose, or who they are, is for reports.
/// </summary>
internal sealed class UsageMetrics(Meter meter)
{
    private static readonly string[] LossKinds =
        [.. Enum.GetNames<LossKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private readonly Counter<double> cost = meter.CreateCounter<double>(
        GenAiNames.Cost, "{currency}", "Cost of requests in the currency's unit; reports have it exactly.");

    private readonly Counter<long> withoutCost = meter.CreateCounter<long>(
        GenAiNames.WithoutCost, "{request}", "Requests that used tokens and have no cost: no price, or no full count.");

    private readonly Counter<long> tokenParts = meter.CreateCounter<long>(
        GenAiNames.TokenParts, "{token}", "Parts of the input and of the output, which are counted in those too.");

    private readonly Counter<long> fallbacks = meter.CreateCounter<long>(
        GenAiNames.Fallbacks, "{request}", "Requests that were answered after an attempt had failed.");

    private readonly Counter<long> losses = meter.CreateCounter<long>(
        GenAiNames.Losses, "{field}", "Fields that a translation between dialects did not carry over as they were.");

    private readonly Counter<long> failedTokens = meter.CreateCounter<long>(
        GenAiNames.FailedTokens, "{token}", "Tokens of attempts of which nothing reached the client.");

    private readonly Counter<double> failedCost = meter.CreateCounter<double>(
        GenAiNames.FailedCost, "{currency}", "Cost of attempts of which nothing reached the client.");

    /// <summary>Counts a settled request; allocates nothing.</summary>
    public void Settled(RequestRecord record)
    {
        for (var i = 0; i < record.Attempts.Count; i++)
        {
            if (record.Attempts[i].Usage is not null)
                Failed(record.Attempts[i]);
        }

        if (record.Provider is null)
            return;
        var provider = new KeyValuePair<string, object?>(GenAiNames.Provider, record.Provider);
        var model = new KeyValuePair<string, object?>(GenAiNames.RequestModel, record.Model);
        if (record.Cost is { } amount)
            cost.Add((double)amount, new(GenAiNames.Currency, record.Currency), provider, model);
        else if (record.Usage.InputTokens > 0 || record.Usage.OutputTokens > 0)
            withoutCost.Add(1, provider, model);
        Part(record.Usage.CacheReadInputTokens, "cache_read_input", provider, model);
        Part(record.Usage.CacheWriteInputTokens, "cache_write_input", provider, model);
        Part(record.Usage.ReasoningOutputTokens, "reasoning_output", provider, model);
        if (record.Attempts is { Count: > 1 } attempts && attempts[^1].Failure is null)
            fallbacks.Add(1, new(GenAiNames.FirstProvider, attempts[0].Provider), provider);
        for (var i = 0; i < record.Losses?.Count; i++)
            losses.Add(1, new(GenAiNames.LossKind, LossKinds[(int)record.Losses[i].Kind]), provider);
    }

    private void Failed(AttemptRecord attempt)
    {
        var provider = new KeyValuePair<string, object?>(GenAiNames.Provider, attempt.Provider);
        if (attempt.Usage?.InputTokens is > 0 and var input)
            failedTokens.Add(input, provider, new(GenAiNames.TokenType, "input"));
        if (attempt.Usage?.OutputTokens is > 0 and var output)
            failedTokens.Add(output, provider, new(GenAiNames.TokenType, "output"));
        if (attempt.Cost is { } amount)
            failedCost.Add((double)amount, new(GenAiNames.Currency, attempt.Currency), provider);
    }

    private void Part(
        long? count, string type, in KeyValuePair<string, object?> provider, in KeyValuePair<string, object?> model)
    {
        if (count is > 0 and var tokens)
            tokenParts.Add(tokens, provider, model, new(GenAiNames.TokenType, type));
    }
}
