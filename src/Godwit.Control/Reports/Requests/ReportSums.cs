using Godwit.Control.Api;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Reports.Requests;

/// <summary>What the requests of one group add up to.</summary>
/// <param name="tokens">Adds each kind of token up.</param>
/// <param name="times">Keeps the times, each by itself: percentiles of sums there are none.</param>
internal sealed class ReportSums(bool tokens, bool times)
{
    private readonly long[] kinds = tokens ? new long[TokenKinds.All.Length] : [];
    private readonly TimeSamples duration = new();
    private readonly TimeSamples firstByte = new();

    private ServerToolCounts? tools;

    // Billionths, as the store keeps them: the same sums whatever they come from.
    private readonly SortedDictionary<string, long> costNano = new(StringComparer.Ordinal);
    private long requests;
    private long refused;
    private long rerouted;
    private long inputTokens;
    private long outputTokens;
    private long withoutCost;
    private long usedWithoutCost;

    public void Add(RequestRecord record)
    {
        var usage = record.Usage;
        Add(
            1, RecordDimensions.NameOf(record.Decision), usage.InputTokens ?? 0, usage.OutputTokens ?? 0,
            record.Currency, record.Cost is { } cost ? NanoUnits.Nearest(cost) : null);
        if (record.Cost is null && (usage.InputTokens > 0 || usage.OutputTokens > 0))
            usedWithoutCost++;
        for (var i = 0; i < kinds.Length; i++)
            kinds[i] += TokenKinds.All[i].Of(usage) ?? 0;
        if (tokens)
            tools = ServerToolCounts.Add(tools, usage.ServerTools);
        if (!times)
            return;
        duration.Add(record.DurationUs);
        if (record is { Ending: not RequestEnding.Refused, Attempts: [.., { FirstByteUs: { } first } last] })
            firstByte.Add(last.StartedAfterUs + first);
    }

    public void Add(TrafficRow row) => Add(
        row.Requests, row.Decision, row.InputTokens, row.OutputTokens, row.Currency, row.CostNano);

    public RequestsReportRow Row(IReadOnlyDictionary<string, string?> group) => new()
    {
        Group = group,
        Requests = requests,
        Refused = refused,
        Rerouted = rerouted,
        InputTokens = inputTokens,
        OutputTokens = outputTokens,
        Cost = [.. costNano.Select(sum => new UsageCost(sum.Key, NanoUnits.InUnits(sum.Value)))],
        WithoutCost = withoutCost,
        Tokens = tokens ? TokenKinds.All.Select((k, i) => (k.Name, kinds[i])).Concat(ByTool).ToDictionary() : null,
        UsedWithoutCost = tokens ? usedWithoutCost : null,
        Duration = times ? duration.Result() : null,
        FirstByte = times ? firstByte.Result() : null,
    };

    private IEnumerable<(string Name, long Calls)> ByTool => tools is null ? []
        : tools.Counts.Select(one => ($"{one.Tool}_calls", one.Calls));

    private void Add(long count, string decision, long input, long output, string? currency, long? nano)
    {
        requests += count;
        if (decision == "refused")
            refused += count;
        else if (decision == "rerouted")
            rerouted += count;
        inputTokens += input;
        outputTokens += output;
        if (nano is { } known && currency is not null)
            costNano[currency] = costNano.GetValueOrDefault(currency) + known;
        else
            withoutCost += count;
    }
}
