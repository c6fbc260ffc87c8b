using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>What it cost that the first choice did not answer.</summary>
public sealed record FallbackReport
{
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>Requests that were looked at.</summary>
    public long Requests { get; init; }

    /// <summary>Of them, requests of which at least one attempt failed.</summary>
    public long WithFailedAttempts { get; init; }

    /// <summary>Attempts that failed, by whose they were and how they failed.</summary>
    public required IReadOnlyList<FailedAttemptsRow> FailedAttempts { get; init; }

    /// <summary>Answers of another target than the route's first one, against what the first would have cost.</summary>
    public required IReadOnlyList<RerouteRow> Reroutes { get; init; }
}

/// <summary>Attempts that failed in one way at one provider's model.</summary>
public sealed record FailedAttemptsRow
{
    public required string Provider { get; init; }

    public required string Model { get; init; }

    /// <summary>The class of failure.</summary>
    public required string Failure { get; init; }

    public long Attempts { get; init; }

    /// <summary>Of them, attempts after which another one answered the request.</summary>
    public long Rescued { get; init; }

    /// <summary>Milliseconds they took, all together.</summary>
    public decimal DurationMs { get; init; }

    /// <summary>Attempts whose tokens the provider told.</summary>
    public long WithUsage { get; init; }

    /// <summary>Tokens of those attempts.</summary>
    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>What those tokens cost at the instant, one amount a currency.</summary>
    public IReadOnlyList<UsageCost> Cost { get; init; } = [];

    /// <summary>Attempts whose cost is not known: their tokens are not, or a price is not.</summary>
    public long WithoutCost { get; init; }
}

/// <summary>Why another target than the route's first one answered.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RerouteCause>))]
public enum RerouteCause
{
    /// <summary>An attempt before it failed.</summary>
    Failure,

    /// <summary>The first one might not serve the caller.</summary>
    Territory,

    /// <summary>A condition of the route, or what the first one can do.</summary>
    Choice,
}

/// <summary>Requests that one target answered in another one's place.</summary>
public sealed record RerouteRow
{
    /// <summary>The route's first target, as <c>provider/model</c>.</summary>
    public required string First { get; init; }

    /// <summary>The one that answered.</summary>
    public required string Answered { get; init; }

    public required RerouteCause Cause { get; init; }

    public long Requests { get; init; }

    /// <summary>Requests of which both costs are known, in the same currency.</summary>
    public long Compared { get; init; }

    /// <summary>
    /// What the compared ones cost, what the same tokens would have cost at the first, and what is between.
    /// </summary>
    public IReadOnlyList<ReroutePremium> Premium { get; init; } = [];
}

/// <summary>The price of being rerouted, in one currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Cost">What the requests cost.</param>
/// <param name="CostAtFirst">What the same tokens would have cost at the route's first target.</param>
/// <param name="Difference">The first less the second; negative where rerouting was cheaper.</param>
public sealed record ReroutePremium(string Currency, decimal Cost, decimal CostAtFirst, decimal Difference);
