namespace Godwit.Policy.Pricing;

/// <summary>The prices of a tier, compiled.</summary>
public sealed class PriceRates(IPriceRates rates, long aboveInputTokens)
{
    /// <summary>It holds for requests with more input tokens; -1 for the lowest tier.</summary>
    public long AboveInputTokens { get; } = aboveInputTokens;

    public decimal Input { get; } = rates.InputPerMillion;

    public decimal? CacheRead { get; } = rates.CacheReadInputPerMillion;

    public decimal? CacheWrite { get; } = rates.CacheWriteInputPerMillion;

    public decimal? CacheWriteHour { get; } = rates.CacheWriteHourInputPerMillion;

    public decimal? AudioInput { get; } = rates.AudioInputPerMillion;

    public decimal? Output { get; } = rates.OutputPerMillion;

    /// <summary>Null: reasoning costs what other output does.</summary>
    public decimal? Reasoning { get; } = rates.ReasoningOutputPerMillion;

    public decimal? AudioOutput { get; } = rates.AudioOutputPerMillion;

    /// <summary>The most that a token of input costs, whatever its kind.</summary>
    public decimal DearestInput { get; } = Dearest(
        rates.InputPerMillion, rates.CacheReadInputPerMillion, rates.CacheWriteInputPerMillion,
        rates.CacheWriteHourInputPerMillion, rates.AudioInputPerMillion);

    /// <summary>The most that a token of output costs, whatever its kind.</summary>
    public decimal DearestOutput { get; } = Dearest(
        rates.OutputPerMillion, rates.ReasoningOutputPerMillion, rates.AudioOutputPerMillion);

    private static decimal Dearest(params ReadOnlySpan<decimal?> prices)
    {
        var most = 0m;
        foreach (var price in prices)
            most = Math.Max(most, price ?? 0);
        return most;
    }
}
