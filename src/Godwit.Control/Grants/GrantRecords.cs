using Godwit.Control.Storage.Grants;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Grants;

/// <summary>Takes from records on their way to the store what they tell of grants into the ledger.</summary>
internal sealed class GrantRecords(GrantLedger ledger)
{
    /// <summary>Enters what the records tell. Doing it twice changes nothing.</summary>
    public Task StoreAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellation) =>
        ledger.AppendAsync([.. records.SelectMany(GrantCharges.Read)], cancellation);
}
