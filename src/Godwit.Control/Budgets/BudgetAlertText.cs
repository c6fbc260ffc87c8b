using System.Text.Json;
using Fluid.Values;
using Godwit.Control.Notices.Texts;
using Godwit.Policy.Configuration;
using static Godwit.Control.Notices.Texts.TemplateRenderer;

namespace Godwit.Control.Budgets;

/// <summary>Puts an alert into words, in the language of its reader, and into JSON for webhooks.</summary>
internal static class BudgetAlertText
{
    private static readonly ShippedTemplates Shipped = new("Godwit.Control.Budgets.Templates");

    public static NoticeText Of(BudgetAlert alert, NoticeLanguage language) =>
        Render(Shipped.Subject(language), Shipped.Text(language), Values(alert, language), language);

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

    private static Dictionary<string, FluidValue> Values(BudgetAlert alert, NoticeLanguage language)
    {
        var (budget, count) = (alert.Budget.Spec, alert.Count);
        return new Dictionary<string, FluidValue>
        {
            ["budget"] = Text(alert.Budget.Name),
            ["per"] = Text(count.Name is null ? "all" : Word(budget.Per)),
            ["name"] = Text(count.Name ?? ""),
            ["percent"] = Text(language.Number(Math.Floor(count.PercentOf(budget)))),
            ["threshold"] = Text(language.Number(alert.Percent)),
            ["used"] = Text(language.Number(count.Used)),
            ["amount"] = Text(language.Number(budget.Amount)),
            ["unit"] = Text(Word(budget.Unit)),
            ["currency"] = Text(budget.Currency ?? ""),
            ["from"] = Text(language.Instant(alert.Span.From)),
            ["until"] = Text(language.Instant(alert.Span.Until)),
            ["period"] = Text(Word(budget.Period)),
            ["time_zone"] = Text(budget.TimeZone),
            ["not_converted"] = List(count.NotConverted.Select(
                other => Text($"{language.Number(other.Value)} {other.Key}"))),
            ["unpriced"] = count.Unpriced == 0 ? NilValue.Instance : Text(language.Number(count.Unpriced)),
            ["hard"] = BooleanValue.Create(budget.Enforcement == BudgetEnforcement.Hard),
        };
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
