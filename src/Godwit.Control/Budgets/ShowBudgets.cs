using Godwit.Control.Api;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Budgets;

/// <summary>Shows how far budgets are used in their present periods, and which alerts were made.</summary>
internal static class ShowBudgets
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/budgets", HandleAsync)
        .WithName("getBudgets").WithSummary("Shows what was used of each budget in its present period.")
        .Produces<BudgetReport>().ProducesProblem(404);

    private static async Task<IResult> HandleAsync(
        string? budget, BudgetReader budgets, ITrafficReader traffic, EndUserSpending endUsers, NoticeOutbox outbox,
        NoticeDelivery delivery, TimeProvider time, CancellationToken cancellation)
    {
        if (await budgets.ReadAsync(cancellation) is not { } set)
            return Problems.NotFound("A configuration without errors");
        if (budget is not null && set.Find(budget) is null)
            return Problems.NotFound($"Budget '{budget}'");
        var now = time.GetUtcNow();
        var spending = new BudgetSpending(traffic, set, now);
        var views = new List<BudgetView>();
        foreach (var one in set.Budgets.Where(b => budget is null || b.Name == budget))
        {
            foreach (var count in await spending.CountAsync(one.Spec, cancellation))
                views.Add(await ViewAsync(one, count, now, outbox, cancellation));
            if (one.Spec.Per != LimitPer.EndUser)
                continue;
            foreach (var count in await endUsers.MostAsync(one, BudgetSpan.Of(one.Spec, now), cancellation))
                views.Add(await ViewAsync(one, count, now, outbox, cancellation));
        }

        return TypedResults.Json(
            new BudgetReport { At = now, MailObstacle = delivery.MailObstacle, Budgets = views },
            AdminJsonContext.Default.BudgetReport);
    }

    private static async Task<BudgetView> ViewAsync(
        Resource<BudgetConfig> budget, BudgetCount count, DateTimeOffset now, NoticeOutbox outbox,
        CancellationToken cancellation)
    {
        var (spec, span) = (budget.Spec, BudgetSpan.Of(budget.Spec, now));
        var counted = BudgetAlertKeys.CountedOf(spec.Per, count.Name);
        var alerts = new List<BudgetAlertView>();
        // What end users spend together is alerted of to nobody.
        var percents = spec.Per == LimitPer.EndUser && count.Name is null ? null : spec.Alerts;
        foreach (var percent in (percents ?? []).Distinct().Order())
        {
            var key = BudgetAlertKeys.Of(budget.Name, span.From, percent, counted);
            alerts.Add(new BudgetAlertView(percent, await outbox.ComposedAtAsync(key, cancellation)));
        }

        return new BudgetView
        {
            Budget = budget.Name,
            Counted = counted,
            Unit = spec.Unit,
            Currency = spec.Currency,
            Used = count.Used,
            Amount = spec.Amount,
            Percent = Math.Round(count.PercentOf(spec), 2, MidpointRounding.ToZero),
            Enforcement = spec.Enforcement,
            Period = spec.Period,
            TimeZone = spec.TimeZone,
            From = span.From,
            ResetsAt = span.Until,
            NotConverted = [.. count.NotConverted.Select(other => new UsageCost(other.Key, other.Value))],
            Unpriced = count.Unpriced,
            Alerts = alerts,
        };
    }
}
