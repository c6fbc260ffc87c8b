namespace Godwit.Control.Api;

/// <summary>The admin API as methods: budgets.</summary>
public sealed partial class AdminClient
{
    /// <summary>How far budgets are used in their present periods.</summary>
    /// <param name="budget">One of them; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<BudgetReport> BudgetsAsync(string? budget = null, CancellationToken cancellation = default) =>
        GetAsync(Uri("budgets", ("budget", budget)), Json.BudgetReport, cancellation);
}
