using System.Globalization;
using System.Net;
using System.Text.Json;
using Godwit.Control.Notices.Texts;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Budgets;

/// <summary>Puts an alert into words, and into JSON for webhooks.</summary>
internal static class BudgetAlertText
{
    public const string Language = "en";

    public static NoticeText Of(BudgetAlert alert)
    {
        var (budget, name) = (alert.Budget.Spec, alert.Budget.Name);
        var percent = Number(Math.Floor(alert.Count.PercentOf(budget)));
        var whose = alert.Count.Name is null ? "" : $" for {alert.Counted}";
        var subject = PlainText.Header($"Budget {name}{whose}: {percent} % used");
        List<string> facts =
        [
            $"- Used: {Amount(alert.Count.Used, budget)} of {Amount(budget.Amount, budget)}, which is {percent} %",
            $"- Threshold: {Number(alert.Percent)} %",
            $"- Period: {Instant(alert.Span.From)} to {Instant(alert.Span.Until)} ({Word(budget.Period)}, "
                + $"{budget.TimeZone})",
        ];
        facts.AddRange(alert.Count.NotConverted.Select(
            other => $"- Not counted, for no rate converts it: {Number(other.Value)} {other.Key}"));
        if (alert.Count.Unpriced > 0)
            facts.Add($"- Not counted, for their cost is not known: {Number(alert.Count.Unpriced)} requests");
        var text = $"""
            The budget {name}{whose} has reached {Number(alert.Percent)} % of its amount.

            {string.Join('\n', facts)}

            {Consequence(budget)} The count begins anew at {Instant(alert.Span.Until)}.

            This message was sent automatically, once for each threshold and period.

            """.ReplaceLineEndings("\n");
        return new NoticeText(
            Language, subject, text, NoticeHtml.Page(subject, WebUtility.HtmlEncode(text), Language, false));
    }

    /// <summary>The JSON that a webhook gets.</summary>
    public static string Json(string id, BudgetAlert alert, NoticeText text)
    {
        var budget = alert.Budget.Spec;
        return JsonSerializer.Serialize(
            new BudgetAlertBody
            {
                Id = id, Budget = alert.Budget.Name, Counted = alert.Counted, Percent = alert.Percent,
                Used = alert.Count.Used, Amount = budget.Amount, Unit = budget.Unit, Currency = budget.Currency,
                Enforcement = budget.Enforcement, From = alert.Span.From, Until = alert.Span.Until,
                TimeZone = budget.TimeZone, Subject = text.Subject, Text = text.Text,
            },
            BudgetJsonContext.Default.BudgetAlertBody);
    }

    private static string Consequence(BudgetConfig budget) => budget.Enforcement == BudgetEnforcement.Hard
        ? "Requests that could pass the amount are refused."
        : "Requests are served beyond the amount, too.";

    private static string Amount(decimal amount, BudgetConfig budget) =>
        budget.Unit == LimitUnit.Spend ? $"{Number(amount)} {budget.Currency}"
        : $"{Number(amount)} {Word(budget.Unit).Replace('_', ' ')}";

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string Number(decimal number) => number.ToString("#,0.######", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
