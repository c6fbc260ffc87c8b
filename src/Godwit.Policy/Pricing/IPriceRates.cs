namespace Godwit.Policy.Pricing;

/// <summary>
/// What a million tokens of each kind cost. A kind whose price is null has none: it is not charged at another's.
/// </summary>
public interface IPriceRates
{
    /// <summary>Input that is neither read from or written to a cache nor sound.</summary>
    decimal InputPerMillion { get; }

    decimal? CacheReadInputPerMillion { get; }

    /// <summary>Input that is written to a cache for as long as the provider does by itself.</summary>
    decimal? CacheWriteInputPerMillion { get; }

    /// <summary>Input that is written to a cache for an hour.</summary>
    decimal? CacheWriteHourInputPerMillion { get; }

    decimal? AudioInputPerMillion { get; }

    decimal? OutputPerMillion { get; }

    /// <summary>Reasoning, where it does not cost what other output costs.</summary>
    decimal? ReasoningOutputPerMillion { get; }

    decimal? AudioOutputPerMillion { get; }
}
