namespace Godwit.Control.Api;

/// <summary>What providers' caches saved.</summary>
public sealed record CacheReport
{
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required IReadOnlyList<CacheReportRow> Rows { get; init; }

    /// <summary>Over all rows, one amount a currency.</summary>
    public required IReadOnlyList<CacheSavingAmount> Total { get; init; }
}

/// <summary>Requests of one model.</summary>
public sealed record CacheReportRow
{
    public required string Provider { get; init; }

    public required string Model { get; init; }

    /// <summary>Requests that read from or wrote to a cache.</summary>
    public long Requests { get; init; }

    /// <summary>Input of all the model's requests, those without a cache too.</summary>
    public long InputTokens { get; init; }

    public long CacheReadInputTokens { get; init; }

    public long CacheWriteInputTokens { get; init; }

    /// <summary>The part of the written that is kept for an hour.</summary>
    public long CacheWriteHourInputTokens { get; init; }

    /// <summary>What the cache saved, one amount a currency.</summary>
    public IReadOnlyList<CacheSavingAmount> Saving { get; init; } = [];

    /// <summary>Requests with a cache of which the price is not known; they are in no amount.</summary>
    public long WithoutPrice { get; init; }
}

/// <summary>What a cache saved, in one currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Saved">By reading, against the price of ordinary input.</param>
/// <param name="Extra">What writing cost more than ordinary input.</param>
/// <param name="Net">The first less the second.</param>
public sealed record CacheSavingAmount(string Currency, decimal Saved, decimal Extra, decimal Net);
