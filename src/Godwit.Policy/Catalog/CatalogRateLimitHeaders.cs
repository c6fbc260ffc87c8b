using System.ComponentModel;
using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <summary>The headers in which a provider's answers tell what is left of its limits, and until when.</summary>
public sealed record CatalogRateLimitHeaders : CatalogFact
{
    [Description("Headers of the limit on the number of requests.")]
    public CatalogAllowanceHeaders? Requests { get; init; }

    [Description("Headers of the limit on tokens of input and output together.")]
    public CatalogAllowanceHeaders? Tokens { get; init; }

    [Description("Headers of the limit on tokens of input.")]
    public CatalogAllowanceHeaders? InputTokens { get; init; }

    [Description("Headers of the limit on tokens of output.")]
    public CatalogAllowanceHeaders? OutputTokens { get; init; }

    [Description(
        "steady: what was used flows back evenly, and reset is when all of it is back; at_once: nothing comes back "
        + "before reset. Default: at_once.")]
    public LimitRefill Refill { get; set; }

    [Description("Header with the milliseconds to wait after a refusal, where there is one besides Retry-After.")]
    public string? RetryAfterMs { get; init; }
}

/// <summary>The headers of one limit.</summary>
public sealed record CatalogAllowanceHeaders
{
    [Description("Header with what is left.")]
    public required string Remaining { get; init; }

    [Description("Header with the whole that is allowed.")]
    public string? Limit { get; init; }

    [Description(
        "Header with when it is whole again: an instant (RFC 3339), seconds, or a duration such as 1s, 12ms or 6m0s.")]
    public string? Reset { get; init; }

    [Description("Seconds after which it is whole again at the latest, where no header says it.")]
    public int? WindowSeconds { get; init; }
}

/// <summary>How what was used of a limit comes back.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<LimitRefill>))]
public enum LimitRefill
{
    AtOnce,
    Steady,
}
