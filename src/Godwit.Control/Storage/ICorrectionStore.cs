using Godwit.Control.Api;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Storage;

/// <summary>
/// Corrects the cost of stored requests and of their failed attempts by entries of their own; no record is changed.
/// </summary>
internal interface ICorrectionStore
{
    /// <summary>Records with what they cost by their last correction, oldest first.</summary>
    Task<IReadOnlyList<CostedRecord>> CostedAsync(RequestFilter filter, int limit, CancellationToken cancellation);

    /// <summary>
    /// Appends the entries, and corrects by them what usage and the hourly sums are added up from: all of it or
    /// nothing. An entry is left out when somebody else corrected the same meanwhile.
    /// </summary>
    /// <param name="entries">Each with the record as it is stored, in the order of the ids.</param>
    /// <param name="cancellation">Gives up; nothing was written then.</param>
    /// <returns>The entries that were appended.</returns>
    Task<IReadOnlyList<CostCorrection>> CorrectAsync(
        IReadOnlyList<(CostedRecord Record, CostCorrection Entry)> entries, CancellationToken cancellation);

    /// <summary>The entries of a request, in their order; those of its attempts behind them.</summary>
    Task<IReadOnlyList<CostCorrection>> CorrectionsAsync(Guid request, CancellationToken cancellation);

    /// <summary>
    /// The entries of all requests of a filter, oldest request first; those of attempts behind all others. Read in
    /// steps.
    /// </summary>
    IAsyncEnumerable<CostCorrection> CorrectionsAsync(RequestFilter filter, CancellationToken cancellation);
}

/// <summary>A record, and what the request costs by its last correction.</summary>
/// <param name="Json">The record as it is stored.</param>
/// <param name="Record">The same, read.</param>
/// <param name="Corrections">How many corrections there are.</param>
/// <param name="Amount">What it costs, not rounded; null when that is not known.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PriceVersion">The price it was computed by.</param>
internal sealed record CostedRecord(
    string Json, RequestRecord Record, long Corrections, decimal? Amount, string? Currency, string? PriceVersion)
{
    /// <summary>The last correction of each attempt that has one.</summary>
    public IReadOnlyList<CostCorrection> OfAttempts { get; init; } = [];
}
