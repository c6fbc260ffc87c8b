using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Reports;

/// <summary>Something by which requests are told apart and chosen.</summary>
/// <param name="Name">As people write it.</param>
/// <param name="OfRecord">Its value; null where the request had none.</param>
/// <param name="OfHour">Its value in an hourly sum; null: the hourly sums do not hold it.</param>
internal sealed record RecordDimension(
    string Name, Func<RequestRecord, string?> OfRecord, Func<TrafficRow, string?>? OfHour = null);
