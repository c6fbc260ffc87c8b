using System.Collections.Concurrent;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Notices.Texts;
using Godwit.Control.Storage.Traffic;
using Godwit.Policy.Configuration;
using Microsoft.Extensions.Logging;

namespace Godwit.Control.Budgets;

/// <summary>
/// Puts an alert into the outbox for each threshold that a budget has reached, once, whichever node sees it.
/// </summary>
internal sealed partial class BudgetAlerts(
    BudgetReader budgets, ITrafficReader traffic, EndUserSpending endUsers, NoticeOutbox outbox, TimeProvider time,
    ILogger<BudgetAlerts> logger)
{
    private const int MostRemembered = 10_000;

    // Saves a look into the store for what this node has seen made; the store knows better.
    private readonly ConcurrentDictionary<StageKey, bool> made = new();

    /// <summary>Looks at all budgets; returns how many alerts were made.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (await budgets.ReadAsync(cancellation) is not { } set || set.Budgets.All(b => b.Spec.Alerts is null))
            return 0;
        var now = time.GetUtcNow();
        var spending = new BudgetSpending(traffic, set, now);
        var count = 0;
        foreach (var budget in set.Budgets.Where(b => b.Spec.Alerts is not null))
        {
            var span = BudgetSpan.Of(budget.Spec, now);
            if (budget.Spec.Per == LimitPer.EndUser)
            {
                count += await OfEndUsersAsync(set, budget, span, now, cancellation);
                continue;
            }

            foreach (var one in await spending.CountAsync(budget.Spec, cancellation))
            {
                foreach (var alert in BudgetAlert.Of(budget, span, one))
                    count += await ComposeAsync(set, alert, now, cancellation) ? 1 : 0;
            }
        }

        return count;
    }

    // What the outbox has is noted behind it: who dies in between finds there that it was made.
    private async Task<int> OfEndUsersAsync(
        BudgetSet set, Resource<BudgetConfig> budget, BudgetSpan span, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var count = 0;
        foreach (var alerts in await endUsers.ReachedAsync(budget, span, cancellation))
        {
            foreach (var alert in alerts)
                count += await ComposeAsync(set, alert, now, cancellation) ? 1 : 0;
            await endUsers.TellAsync(alerts, cancellation);
        }

        return count;
    }

    private async Task<bool> ComposeAsync(
        BudgetSet set, BudgetAlert alert, DateTimeOffset now, CancellationToken cancellation)
    {
        var key = BudgetAlertKeys.Of(alert.Budget.Name, alert.Span.From, alert.Percent, alert.Counted);
        if (made.ContainsKey(key))
            return false;
        var rows = Messages(set, alert, now).ToList();
        var isNew = await outbox.ComposeAsync(key, rows, now, again: false, cancellation);
        if (made.Count >= MostRemembered)
            made.Clear();
        made[key] = true;
        if (isNew)
            Log.Reached(logger, alert.Budget.Name, alert.Counted, alert.Percent, rows.Count);
        return isNew;
    }

    private static IEnumerable<NoticeRow> Messages(BudgetSet set, BudgetAlert alert, DateTimeOffset now)
    {
        foreach (var (recipient, language) in set.RecipientsOf(alert.Budget.Spec, alert.Count.Name))
        {
            yield return Row(alert, recipient, NoticeKey.Mail, now, BudgetAlertText.Of(alert, language)) with
            {
                Recipient = recipient,
            };
        }

        var text = BudgetAlertText.Of(alert, NoticeLanguages.First(alert.Budget.Spec.Language));
        foreach (var webhook in alert.Budget.Spec.Webhooks ?? [])
        {
            var row = Row(alert, "", NoticeKey.WebhookChannel(webhook.Name), now, text);
            yield return row with { Body = BudgetAlertText.Json(row.Id, alert, text), Html = "" };
        }
    }

    private static NoticeRow Row(
        BudgetAlert alert, string recipient, string channel, DateTimeOffset now, NoticeText text)
    {
        var stage = BudgetAlertKeys.Of(alert.Budget.Name, alert.Span.From, alert.Percent, alert.Counted) with
        {
            Stage = BudgetAlertKeys.StageOf(alert.Span.From, alert.Percent, recipient),
        };
        return new NoticeRow
        {
            Key = new NoticeKey(stage, alert.Counted, channel),
            Plan = alert.Budget.Name,
            Language = text.Language,
            Subject = text.Subject,
            Body = text.Text,
            Html = text.Html,
            DueAt = now,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(3080, LogLevel.Warning,
            "Budget {Budget} ({Counted}) has reached {Percent} %: {Messages} messages lie ready")]
        public static partial void Reached(
            ILogger logger, string budget, string counted, decimal percent, int messages);
    }
}
