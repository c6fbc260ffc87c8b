using Godwit.Control.Budgets;
using Godwit.Control.Notices.Texts;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Control.Tests.Budgets;

/// <summary>Alerts in words, in every language that ships.</summary>
public class BudgetAlertTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 31, 18, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Languages => [.. NoticeLanguages.All.Select(language => language.Tag)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_says_everything(string tag)
    {
        var language = NoticeLanguages.Find(tag)!;
        foreach (var per in Enum.GetValues<LimitPer>())
        {
            foreach (var enforcement in Enum.GetValues<BudgetEnforcement>())
            {
                var alert = Alert(per, enforcement);
                var text = BudgetAlertText.Of(alert, language);
                string[] said =
                [
                    "team-a", language.Number(12_345.5m), language.Number(15_000), language.Number(82), "USD",
                    language.Number(80.5m), language.Instant(alert.Span.From), language.Instant(alert.Span.Until),
                    "Asia/Shanghai", $"{language.Number(3)} EUR", language.Number(1_007),
                ];
                Assert.All(
                    per == LimitPer.All ? said : [.. said, "who"],
                    value => Assert.Contains(value, WithoutMarks(text.Text), StringComparison.Ordinal));
                Assert.Contains("team-a", text.Subject, StringComparison.Ordinal);
                Assert.Contains(language.Number(82), text.Subject, StringComparison.Ordinal);
                Assert.Equal(
                    per != LimitPer.All, WithoutMarks(text.Subject).Contains("who", StringComparison.Ordinal));
                Assert.All(
                    [text.Text, text.Html, text.Subject],
                    part => Assert.DoesNotContain("{", part[(part.IndexOf("<body", StringComparison.Ordinal) + 1)..]));
                Assert.Equal((tag, language.RightToLeft),
                    (text.Language, text.Html.Contains("<body dir=\"rtl\"", StringComparison.Ordinal)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_unit_and_period_and_consequence_has_its_words(string tag)
    {
        var language = NoticeLanguages.Find(tag)!;
        string Text(BudgetAlert alert) => BudgetAlertText.Of(alert, language).Text;
        var soft = Alert(LimitPer.Key, BudgetEnforcement.Soft);
        var spec = soft.Budget.Spec;
        var units = Enum.GetValues<LimitUnit>().Where(unit => unit != LimitUnit.Concurrency)
            .Select(unit => Text(With(spec with { Unit = unit }))).ToList();
        Assert.Equal(units.Count, units.Distinct().Count());
        var periods = Enum.GetValues<Policy.Calendars.CalendarUnit>()
            .Select(period => Text(With(spec with { Period = period }))).ToList();
        Assert.Equal(periods.Count, periods.Distinct().Count());
        var whose = Enum.GetValues<LimitPer>().Select(per => Text(With(spec with { Per = per }))).ToList();
        Assert.Equal(whose.Count, whose.Distinct().Count());
        Assert.NotEqual(Text(soft), Text(Alert(LimitPer.Key, BudgetEnforcement.Hard)));

        BudgetAlert With(BudgetConfig changed) => soft with { Budget = soft.Budget with { Spec = changed } };
    }

    [Fact]
    public void A_text_is_what_its_reader_expects()
    {
        var text = BudgetAlertText.Of(Alert(LimitPer.EndUser, BudgetEnforcement.Hard), NoticeLanguages.English);

        Assert.Equal("Budget team-a for end user who: 82 % used", text.Subject);
        Assert.Equal(
            """
            The budget team-a for end user who has reached 80.5 % of its amount.

            - Used: 12,345.5 USD of 15,000 USD, which is 82 %
            - Threshold: 80.5 %
            - Period: 30 September 2026, 16:00 UTC to 31 October 2026, 16:00 UTC (month, Asia/Shanghai)
            - Not counted, for no rate converts it: 3 EUR
            - Not counted, for their cost is not known: 1,007 requests

            Requests that could pass the amount are refused. The count begins anew at 31 October 2026, 16:00 UTC.

            This message was sent automatically, once for each threshold and period.

            """,
            text.Text);
    }

    [Theory]
    [InlineData("en", null, null)]
    [InlineData("zh-Hans", "zh-Hans-CN", "fr")]
    [InlineData("fr", "sw", "fr-CA")]
    [InlineData("en", "sw", "tlh")]
    public void The_first_language_that_ships_is_chosen(string expected, string? first, string? second) =>
        Assert.Equal(expected, NoticeLanguages.First(first, second).Tag);

    private static BudgetAlert Alert(LimitPer per, BudgetEnforcement enforcement)
    {
        var spec = new BudgetConfig
        {
            Amount = 15_000, Currency = "USD", Per = per, Enforcement = enforcement, Alerts = [80.5m],
            TimeZone = "Asia/Shanghai",
        };
        var count = new BudgetCount { Name = per == LimitPer.All ? null : "who", Used = 12_345.5m, Unpriced = 1_007 };
        count.NotConverted["EUR"] = 3;
        var span = BudgetSpan.Of(spec, Now.AddHours(-12));
        return new BudgetAlert(new Resource<BudgetConfig>("team-a", 1, spec), span, count, 80.5m);
    }

    private static string WithoutMarks(string text) =>
        string.Concat(text.Where(c => c is not ('\u2066' or '\u2068' or '\u2069')));
}
