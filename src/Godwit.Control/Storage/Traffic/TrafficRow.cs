using Godwit.Policy.Contracts;

namespace Godwit.Control.Storage.Traffic;

/// <summary>
/// Sums over the requests of one hour that agree in who asked for what, from where by which evidence, and what was
/// decided: enough to decide them again under another policy, at the price of one look per kind of request.
/// </summary>
internal sealed record TrafficRow
{
    public string? Organization { get; init; }

    public string? Project { get; init; }

    public string? ApiKey { get; init; }

    public string? Operation { get; init; }

    public string? RequestModel { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    /// <summary>
    /// As <see cref="Policy.Territories.AddressEvidenceText"/> writes it; null when nothing is known.
    /// </summary>
    public string? Evidence { get; init; }

    public ChainOutcome Chain { get; init; }

    public required string Decision { get; init; }

    /// <summary>ISO 4217 currency of <see cref="CostNano"/>; null where no cost is known.</summary>
    public string? Currency { get; init; }

    public long Requests { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>Billionths of the currency's unit; null where no cost is known.</summary>
    public long? CostNano { get; init; }

    public DateTimeOffset FirstSeen { get; init; }

    public DateTimeOffset LastSeen { get; init; }
}
