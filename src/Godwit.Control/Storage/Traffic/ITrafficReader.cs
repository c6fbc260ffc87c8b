namespace Godwit.Control.Storage.Traffic;

/// <summary>Reads traffic of a period as if it were one hour.</summary>
internal interface ITrafficReader
{
    /// <summary>
    /// Sums by kind of request, over each hour of which some part lies in the period: as many rows as there are kinds,
    /// however long the period.
    /// </summary>
    /// <param name="since">Inclusive.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<TrafficRow>> TotalAsync(
        DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation);
}
