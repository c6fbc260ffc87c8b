using Godwit.Policy.Contracts;

namespace Godwit.Control.Api;

/// <summary>Sums over requests.</summary>
public sealed record UsageReport
{
    /// <summary>What the rows are told apart by.</summary>
    public required IReadOnlyList<string> By { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    public required IReadOnlyList<UsageRow> Rows { get; init; }
}

/// <summary>Sums over the requests that share the values of the group.</summary>
public sealed record UsageRow
{
    /// <summary>Value by dimension; null where the request had none.</summary>
    public required IReadOnlyDictionary<string, string?> Group { get; init; }

    public long Requests { get; init; }

    /// <summary>Requests for which nobody on the route might serve the caller.</summary>
    public long Refused { get; init; }

    public long Rerouted { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public long CacheReadInputTokens { get; init; }

    public long ReasoningOutputTokens { get; init; }

    /// <summary>Cost by list price, one amount a currency; requests without a known price add nothing.</summary>
    public IReadOnlyList<UsageCost> Cost { get; init; } = [];
}

/// <summary>An amount of money.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Amount">In the currency's unit.</param>
public sealed record UsageCost(string Currency, decimal Amount);

/// <summary>Records of requests, newest first.</summary>
public sealed record RequestList
{
    public required IReadOnlyList<RequestRecord> Items { get; init; }
}
