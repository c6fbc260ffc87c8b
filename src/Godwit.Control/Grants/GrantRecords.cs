using Godwit.Control.Storage.Grants;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Grants;

/// <summary>Takes from records on their way to the store what they tell of grants into the ledger.</summary>
internal sealed class GrantRecords(GrantLedger ledger)
{
    /// <summary>Enters what the records tell. Doing it twice changes nothing.</summary>
    public async Task StoreAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation)
    {
        var told = records.Select(GrantCharges.Read).OfType<GrantCharges>().ToList();
        await ledger.AppendAsync([.. told.SelectMany(charges => charges.Rows)], cancellation);
        foreach (var word in told.SelectMany(charges => charges.Exhausted))
        {
            await ledger.CorrectAsync(
                word.Grant, word.Period, word.Id, available: 0, lowerOnly: true, word.At,
                $"{word.Provider} said that nothing is left", cancellation);
        }
    }
}
