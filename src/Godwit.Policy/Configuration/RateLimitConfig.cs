using System.ComponentModel;

namespace Godwit.Policy.Configuration;

/// <summary>How much may be used in any window of time, or at one time. Never passed.</summary>
public sealed record RateLimitConfig
{
    [Description("What is counted: requests, tokens, input_tokens, output_tokens, concurrency, spend.")]
    public required LimitUnit Unit { get; init; }

    [Description("The most in any window: a whole number above 0; money may have decimals.")]
    public required decimal Limit { get; init; }

    [Description("ISO 4217, with spend.")]
    public string? Currency { get; init; }

    [Description("Length of the window in seconds, 1 to 86400; it slides. Not with concurrency. Default 60.")]
    public int? WindowSeconds { get; init; }

    [Description(
        "With tokens or spend: a request that has the provider run tools, such as a search, and does not say how often "
        + "at most is refused, or allowed and held by what shows of it. Default refuse.")]
    public UnboundedTools UnboundedTools { get; init; }

    [Description("What has a count of its own. Default all: what the limit is for shares one.")]
    public LimitPer Per { get; init; }

    [Description("What the limit is for. Absent: everything.")]
    public LimitScopeConfig? Scope { get; init; }

    [Description(
        "On several nodes, while the counters can't be reached: refuse beyond what the node was given, share the "
        + "limit equally, or allow. Default share.")]
    public WhenCountersLost WhenCountersLost { get; set; } = WhenCountersLost.Share;
}
