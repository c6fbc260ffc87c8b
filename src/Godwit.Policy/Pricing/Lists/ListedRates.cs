namespace Godwit.Policy.Pricing.Lists;

/// <summary>The rates of a list, per million tokens; null where it says none.</summary>
internal readonly record struct ListedRates(
    decimal? Input, decimal? CacheRead, decimal? CacheWrite, decimal? CacheWriteHour, decimal? AudioInput,
    decimal? Output)
{
    public PriceTierConfig ToTier(long aboveInputTokens) => new()
    {
        AboveInputTokens = aboveInputTokens,
        InputPerMillion = Input ?? 0,
        CacheReadInputPerMillion = CacheRead,
        CacheWriteInputPerMillion = CacheWrite,
        CacheWriteHourInputPerMillion = CacheWriteHour,
        AudioInputPerMillion = AudioInput,
        OutputPerMillion = Output,
    };
}
