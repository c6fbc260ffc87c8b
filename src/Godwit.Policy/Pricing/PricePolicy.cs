namespace Godwit.Policy.Pricing;

/// <summary>Computes the cost of a request by the price of its instant.</summary>
public static class PricePolicy
{
    private const decimal Million = 1_000_000m;

    // Beyond it a count or a price is a slip, and stores could not hold the sum.
    private const long MostTokens = 1_000_000_000_000;
    private const decimal MostCost = 1_000_000_000m;

    /// <summary>
    /// The cost; null where it is not known whole: no price, no count of the input, a kind that was used and has no
    /// price, or counts that contradict each other.
    /// </summary>
    /// <param name="price">The price in force.</param>
    /// <param name="question">What is to be priced.</param>
    /// <param name="parts">Where the parts are added, in their order, for who asks how it came about.</param>
    public static Cost? Of(PriceRules? price, in CostQuestion question, List<CostPart>? parts = null)
    {
        var usage = question.Usage;
        if (price is null || usage.InputTokens is not { } input || input is < 0 or > MostTokens)
            return null;
        var factor = price.FactorAt(question.UtcTicks);
        if (question.Batch)
        {
            if (price.BatchFactor is not { } batch)
                return null;
            factor *= batch;
        }

        var rates = price.TierOf(input / Math.Max(1, question.Requests));
        var sum = new Sum(factor, parts);
        if (!AddInput(ref sum, rates, question, input) || !AddOutput(ref sum, rates, question)
            || !AddTools(ref sum, price, question) || sum.Total > MostCost)
            return null;
        return new Cost(sum.Total, price.Currency);
    }

    // All input is part of the input tokens. What is cached and what is sound may overlap, and no figure says how much.
    private static bool AddInput(ref Sum sum, PriceRates rates, in CostQuestion question, long input)
    {
        var usage = question.Usage;
        var (read, written) = (usage.CacheReadInputTokens ?? 0, usage.CacheWriteInputTokens ?? 0);
        var (hour, audio) = (usage.CacheWriteHourInputTokens ?? 0, usage.AudioInputTokens ?? 0);
        if (read < 0 || hour < 0 || audio < 0 || written < hour || read > input || written > input || audio > input
            || read + written > input || (audio > 0 && read + written > 0))
            return false;
        return sum.Add(CostKind.Input, input - read - written - audio, rates.Input)
            && sum.Add(CostKind.CacheReadInput, read, rates.CacheRead)
            && sum.Add(CostKind.CacheWriteInput, written - hour, rates.CacheWrite)
            && sum.Add(CostKind.CacheWriteHourInput, hour, rates.CacheWriteHour)
            && sum.Add(CostKind.AudioInput, audio, rates.AudioInput);
    }

    private static bool AddOutput(ref Sum sum, PriceRates rates, in CostQuestion question)
    {
        var usage = question.Usage;
        var (output, audio) = (usage.OutputTokens ?? 0, usage.AudioOutputTokens ?? 0);
        var reasoning = rates.Reasoning is null ? 0 : usage.ReasoningOutputTokens ?? 0;
        if (output is < 0 or > MostTokens || audio < 0 || reasoning < 0 || audio > output || reasoning > output - audio)
            return false;
        return sum.Add(CostKind.Output, output - reasoning - audio, rates.Output)
            && sum.Add(CostKind.ReasoningOutput, reasoning, rates.Reasoning)
            && sum.Add(CostKind.AudioOutput, audio, rates.AudioOutput);
    }

    // Calls of which nobody says what they were have the price of any tool alone.
    private static bool AddTools(ref Sum sum, PriceRules price, in CostQuestion question)
    {
        var rest = question.Usage.ServerToolCalls ?? 0;
        if (question.Usage.ServerTools is { } tools)
        {
            foreach (var one in tools.Counts)
            {
                if (price.ServerTool(one.Tool) is not { } known)
                    return false;
                sum.AddTool(known, one.Calls, question.Requests);
                rest -= one.Calls;
            }

            rest = Math.Max(rest, 0);
        }

        return sum.AddCalls(rest, price.PerServerToolCall);
    }

    private struct Sum(decimal factor, List<CostPart>? parts)
    {
        public decimal Total { get; private set; }

        public bool Add(CostKind kind, long tokens, decimal? price) =>
            tokens == 0 || (price is { } known && Add(kind, tokens, known, factor, tokens * known * factor / Million));

        public bool AddCalls(long calls, decimal? price) =>
            calls == 0 || (calls is > 0 and <= MostTokens && price is { } known
                && Add(CostKind.ServerToolCalls, calls, known, 1m, calls * known));

        public void AddTool(in ServerToolPrice tool, long calls, long requests)
        {
            var count = tool.PerRequest ? Math.Min(calls, requests) : calls;
            Add(tool.PerRequest ? CostKind.ServerToolRequests : CostKind.ServerToolCalls, count, tool.Price, 1m,
                count * tool.Price, tool.Tool);
        }

        private bool Add(
            CostKind kind, long count, decimal price, decimal by, decimal amount, string? tool = null)
        {
            Total += amount;
            parts?.Add(new CostPart(kind, count, price, by, amount) { Tool = tool });
            return true;
        }
    }
}
