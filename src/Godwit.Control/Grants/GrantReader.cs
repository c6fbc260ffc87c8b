using Godwit.Control.Api;
using Godwit.Control.Storage.Grants;
using Godwit.Policy.Grants;

namespace Godwit.Control.Grants;

/// <summary>Reads what is left of grants, and how each will end.</summary>
internal sealed class GrantReader(GrantLedger ledger, GrantLedgerWorker worker, TimeProvider time)
{
    public async Task<IReadOnlyList<GrantView>> ReadAsync(
        IReadOnlyCollection<GrantRules> grants, CancellationToken cancellation)
    {
        // So that who asks just after a Grant was applied, or a period began, is told of it.
        await worker.ReconcileAsync(cancellation);
        var now = time.GetUtcNow();
        var balances = (await ledger.BalancesAsync(cancellation)).ToLookup(balance => balance.Grant);
        var used = await ledger.UsedSinceAsync(now - GrantForecast.Window, cancellation);
        var views = new List<GrantView>();
        foreach (var grant in grants)
        {
            var since = await ledger.FirstAtAsync(grant.Name, cancellation);
            views.Add(GrantViews.Of(
                grant, [.. balances[grant.Name]], used.GetValueOrDefault(grant.Name), since, now));
        }

        return views;
    }
}
