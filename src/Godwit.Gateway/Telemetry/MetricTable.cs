using System.Collections.Immutable;

namespace Godwit.Gateway.Telemetry;

/// <summary>The tags of each metric, as docs/reference/metrics.md shows them and a test holds them to.</summary>
internal static class MetricTable
{
    public static ImmutableSortedDictionary<string, ImmutableArray<string>> Tags { get; } =
        ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal,
            new Dictionary<string, ImmutableArray<string>>
            {
                [GenAiNames.Requests] = [GenAiNames.Decision, GenAiNames.Territory, GenAiNames.StatusCode],
                [GenAiNames.Attempts] = [GenAiNames.Provider, GenAiNames.ErrorType],
                [GenAiNames.JournalFailures] = [],
                [GenAiNames.OperationDuration] = [GenAiNames.ProviderName, GenAiNames.RequestModel],
                [GenAiNames.TimeToFirstChunk] = [GenAiNames.Provider],
                [GenAiNames.TokenUsage] =
                    [GenAiNames.ProviderName, GenAiNames.RequestModel, GenAiNames.TokenType],
                [GenAiNames.Cost] = [GenAiNames.Currency, GenAiNames.Provider, GenAiNames.RequestModel],
                [GenAiNames.WithoutCost] = [GenAiNames.Provider, GenAiNames.RequestModel],
                [GenAiNames.TokenParts] = [GenAiNames.Provider, GenAiNames.RequestModel, GenAiNames.TokenType],
                [GenAiNames.Fallbacks] = [GenAiNames.FirstProvider, GenAiNames.Provider],
                [GenAiNames.FailedTokens] = [GenAiNames.Provider, GenAiNames.TokenType],
                [GenAiNames.FailedCost] = [GenAiNames.Currency, GenAiNames.Provider],
                [GenAiNames.PassedOver] = [GenAiNames.Provider, GenAiNames.Limit],
                [GenAiNames.Losses] = [GenAiNames.LossKind, GenAiNames.Provider],
            });
}
