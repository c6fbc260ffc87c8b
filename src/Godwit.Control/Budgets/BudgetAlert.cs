using Godwit.Policy.Configuration;

namespace Godwit.Control.Budgets;

/// <summary>A threshold that a count of a budget has reached.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Span">Its period.</param>
/// <param name="Count">The count.</param>
/// <param name="Percent">The threshold.</param>
internal sealed record BudgetAlert(Resource<BudgetConfig> Budget, BudgetSpan Span, BudgetCount Count, decimal Percent)
{
    /// <summary>What is counted: <c>all</c>, or <c>project app</c>.</summary>
    public string Counted => BudgetAlertKeys.CountedOf(Budget.Spec.Per, Count.Name);

    /// <summary>The thresholds that a count from sums has reached, lowest first; sums know no end users.</summary>
    public static IEnumerable<BudgetAlert> Of(Resource<BudgetConfig> budget, BudgetSpan span, BudgetCount count) =>
        budget.Spec.Per == LimitPer.EndUser ? [] : (budget.Spec.Alerts ?? []).Distinct().Order()
            .Where(percent => count.PercentOf(budget.Spec) >= percent)
            .Select(percent => new BudgetAlert(budget, span, count, percent));
}
