using Godwit.Control.Api;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Prices.Repricing;

/// <summary>Adds corrections up by day and model.</summary>
internal sealed class RepriceSums
{
    private readonly SortedDictionary<(DateOnly, string, string, string?, string), RepriceRow> rows = [];

    public IReadOnlyList<RepriceRow> Rows => [.. rows.Values];

    public void Add(RequestRecord record, CostCorrection entry)
    {
        var day = DateOnly.FromDateTime(record.StartedAt.UtcDateTime);
        var key = (day, record.Provider!, record.Model!, entry.OldCurrency, entry.NewCurrency);
        var row = rows.GetValueOrDefault(key) ?? new RepriceRow
        {
            Day = day, Provider = record.Provider!, Model = record.Model!, Requests = 0,
            OldCurrency = entry.OldCurrency, NewCurrency = entry.NewCurrency, NewAmount = 0,
        };
        rows[key] = row with
        {
            Requests = row.Requests + 1,
            OldAmount = entry.OldAmount is { } old ? (row.OldAmount ?? 0) + old : row.OldAmount,
            NewAmount = row.NewAmount + entry.NewAmount,
        };
    }
}
