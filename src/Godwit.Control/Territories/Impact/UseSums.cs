using System.Text.Json;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Impact;
using Godwit.Policy.Territories;

namespace Godwit.Control.Territories.Impact;

/// <summary>Adds up what an organization uses of one model and would lose.</summary>
internal sealed class UseSums(string? requestModel, string provider, string model, string operation)
{
    private static readonly Dictionary<string, Operation> Operations =
        Enum.GetValues<Operation>().ToDictionary(
            o => JsonNamingPolicy.SnakeCaseLower.ConvertName(o.ToString()), StringComparer.Ordinal);

    private readonly Dictionary<TerritoryFacts, long> callers = [];
    private long inputTokens;
    private long outputTokens;

    public string Provider => provider;

    public string Model => model;

    public long Requests { get; private set; }

    public void Add(TrafficRow row, in TerritoryFacts facts)
    {
        Requests += row.Requests;
        inputTokens += row.InputTokens;
        outputTokens += row.OutputTokens;
        callers[facts] = callers.GetValueOrDefault(facts) + row.Requests;
    }

    public ImpactedUse Report(ImpactRules rules, int mostAlternatives) => new()
    {
        RequestModel = requestModel,
        Provider = provider,
        Model = model,
        Operation = operation,
        Requests = Requests,
        InputTokens = inputTokens,
        OutputTokens = outputTokens,
        Alternatives = AlternativePolicy.Find(
            new UsedTarget(
                requestModel, provider, model, Operations.GetValueOrDefault(operation),
                new TokenUsage(inputTokens, outputTokens, null, null),
                [.. callers.Select(c => new UsedFrom(c.Key, c.Value))]),
            rules, mostAlternatives),
    };
}
