using Godwit.Control.Storage.EndUsers;
using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;

namespace Godwit.Control.Budgets;

/// <summary>
/// What end users used of budgets that count by them: by what their requests were charged, which is what the budget
/// itself goes by. End users may be many, so that only some are ever looked at at a time.
/// </summary>
internal sealed class EndUserSpending(EndUserCounts counts)
{
    // Others that have reached a threshold follow with the next look, a minute later.
    private const int MostTold = 100;
    private const int MostShown = 20;

    // A step forgets some hundreds, and lets others write before the next one.
    private const int MostSteps = 100;

    // No calendar has a longer period than a year.
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(367);

    /// <summary>The alerts that are due, of each end user together; those who used most come first.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<BudgetAlert>>> ReachedAsync(
        Resource<BudgetConfig> budget, BudgetSpan span, CancellationToken cancellation)
    {
        if (budget.Spec.Alerts is not { Count: > 0 } alerts)
            return [];
        var thresholds = alerts.Distinct().Order()
            .Select(percent => (Percent: percent, At: ThresholdOf(budget.Spec, percent))).ToList();
        var reached = await counts.ReachedAsync(
            AccountOf(budget), PeriodOf(span), [.. thresholds.Select(t => t.At)], MostTold, cancellation);
        return
        [
            .. reached.Select(one => thresholds.Where(t => one.Used >= t.At.Amount && one.Told < t.At.Told)
                .Select(t => new BudgetAlert(budget, span, CountOf(budget.Spec, one), t.Percent)).ToList()),
        ];
    }

    /// <summary>Notes that alerts of an end user were made.</summary>
    public Task TellAsync(IReadOnlyList<BudgetAlert> alerts, CancellationToken cancellation) => counts.TellAsync(
        AccountOf(alerts[0].Budget), PeriodOf(alerts[0].Span), alerts[0].Count.Name!,
        alerts.Max(alert => ToldOf(alert.Percent)), cancellation);

    /// <summary>The end users that used most of a budget in a period.</summary>
    public async Task<IReadOnlyList<BudgetCount>> MostAsync(
        Resource<BudgetConfig> budget, BudgetSpan span, CancellationToken cancellation)
    {
        var most = await counts.MostAsync(AccountOf(budget), PeriodOf(span), MostShown, cancellation);
        return [.. most.Select(one => CountOf(budget.Spec, one))];
    }

    /// <summary>Forgets what was counted in periods that are over.</summary>
    public async Task ForgetAsync(BudgetSet set, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var budget in set.Budgets.Where(budget => budget.Spec.Per == LimitPer.EndUser))
        {
            var period = PeriodOf(BudgetSpan.Of(budget.Spec, now));
            await RepeatAsync(() => counts.ForgetAsync(AccountOf(budget), period, cancellation));
        }

        // Of budgets that are gone, or count something else now, or by something else.
        await RepeatAsync(() => counts.ForgetAsync((now - LongestPeriod).UtcTicks, cancellation));
    }

    private static async Task RepeatAsync(Func<Task<bool>> stepAsync)
    {
        for (var step = 0; step < MostSteps && await stepAsync(); step++)
        {
        }
    }

    private static string AccountOf(Resource<BudgetConfig> budget) =>
        LimitAccount.Of(budget.Name, budget.Spec.Unit, budget.Spec.Currency);

    private static BudgetCount CountOf(BudgetConfig budget, EndUserCount one) => new()
    {
        Name = one.EndUser, Used = LimitAmount.Shown(one.Used, budget.Unit),
    };

    private static EndUserThreshold ThresholdOf(BudgetConfig budget, decimal percent) =>
        new(LimitAmount.Up(budget.Amount * percent / 100, budget.Unit), ToldOf(percent));

    private static long ToldOf(decimal percent) => (long)decimal.Ceiling(percent * 100);

    // As charges name it.
    private static long PeriodOf(BudgetSpan span) => span.From.UtcTicks;
}
