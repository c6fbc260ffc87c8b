using Godwit.Control.Resources;
using Godwit.Control.Storage;

namespace Godwit.Control.Budgets;

/// <summary>Reads the budgets from the store; those of a configuration with errors are the ones before.</summary>
internal sealed class BudgetReader(ResourceStore store, ConfigurationAssembly assembly)
{
    private Read? last;

    /// <summary>The budgets; null when the configuration has had errors ever since the start.</summary>
    public async Task<BudgetSet?> ReadAsync(CancellationToken cancellation)
    {
        var known = Volatile.Read(ref last);
        if (known is not null && await store.ReadRevisionAsync(cancellation) == known.Revision)
            return known.Budgets;
        var set = await store.ReadAsync(cancellation);
        var assembled = assembly.Assemble(set.Resources);
        if (assembled.Errors.Count > 0)
            return known?.Budgets;
        var read = new Read(set.Revision, new BudgetSet(assembled.Set));
        Volatile.Write(ref last, read);
        return read.Budgets;
    }

    private sealed record Read(long Revision, BudgetSet Budgets);
}
