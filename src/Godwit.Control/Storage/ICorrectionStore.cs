using Godwit.Control.Api;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Storage;

/// <summary>Corrects the cost of stored requests by entries of their own; no record is changed.</summary>
internal interface ICorrectionStore
{
    /// <summary>Records with what they cost by their last correction, oldest first.</summary>
    Task<IReadOnlyList<CostedRecord>> CostedAsync(RequestFilter filter, int limit, CancellationToken cancellation);

    /// <summary>
    /// Appends the entries, and corrects by them what usage and the hourly sums are added up from: all of it or
    /// nothing. An entry is left out when somebody else corrected its request meanwhile.
    /// </summary>
    /// <param name="entries">Each with the record as it is stored, in the order of the ids.</param>
    /// <param name="cancellation">Gives up; nothing was written then.</param>
    /// <returns>The entries that were appended.</returns>
    Task<IReadOnlyList<CostCorrection>> CorrectAsync(
        IReadOnlyList<(CostedRecord Record, CostCorrection Entry)> entries, CancellationToken cancellation);

    /// <summary>The entries of a request, in their order.</summary>
    Task<IReadOnlyList<CostCorrection>> CorrectionsAsync(Guid request, CancellationToken cancellation);
}

/// <summary>A record, and what the request costs by its last correction.</summary>
/// <param name="Json">The record as it is stored.</param>
/// <param name="Record">The same, read.</param>
/// <param name="Corrections">How many corrections there are.</param>
/// <param name="Amount">What it costs, not rounded; null when that is not known.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PriceVersion">The price it was computed by.</param>
internal sealed record CostedRecord(
    string Json, RequestRecord Record, long Corrections, decimal? Amount, string? Currency, string? PriceVersion);
