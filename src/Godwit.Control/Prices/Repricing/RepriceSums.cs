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
        var attempt = entry.Attempt is { } place ? record.Attempts[place - 1] : null;
        var (provider, model) = (attempt?.Provider ?? record.Provider!, attempt?.Model ?? record.Model!);
        var key = (day, provider, model, entry.OldCurrency, entry.NewCurrency);
        var row = rows.GetValueOrDefault(key) ?? new RepriceRow
        {
            Day = day, Provider = provider, Model = model, Requests = 0,
            OldCurrency = entry.OldCurrency, NewCurrency = entry.NewCurrency, NewAmount = 0,
        };
        rows[key] = row with
        {
            Requests = row.Requests + (attempt is null ? 1 : 0),
            Attempts = row.Attempts + (attempt is null ? 0 : 1),
            OldAmount = entry.OldAmount is { } old ? (row.OldAmount ?? 0) + old : row.OldAmount,
            NewAmount = row.NewAmount + entry.NewAmount,
        };
    }
}
