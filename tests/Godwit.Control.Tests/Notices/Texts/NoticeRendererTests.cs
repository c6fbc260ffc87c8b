using Godwit.Control.Notices;
using Godwit.Control.Notices.Texts;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Control.Tests.Notices.Texts;

/// <summary>What messages say in each language, and what no value can make them say.</summary>
public sealed class NoticeRendererTests
{
    private const string Hostile = "<script>alert(1)</script>\r\nBcc: x@evil.example\u202E{{ policy }}";

    public static TheoryData<string, int> LanguagesAndStages
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var language in NoticeLanguages.All)
            {
                foreach (var days in new[] { -14, 0, 1 })
                    data.Add(language.Tag, days);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LanguagesAndStages))]
    public void Every_language_says_everything_at_every_stage(string tag, int days)
    {
        var language = NoticeLanguages.Find(tag)!;
        var message = Render(Samples.Facts with { Stage = new NoticeStage(days) }, tag);

        Assert.Equal(tag, message.Language);
        string[] said =
        [
            "Acme GmbH", "openai", "openai-territories", Plain(language.Instant(Samples.Effective)),
            language.Number(12_345),
            language.Territory("CN"), "(CN)", "HK", "203.0.113.0/24", "2001:db8:17::/48", "alibaba-qwen/qwen-plus",
            "https://llm.gateway.example/godwit/v1/availability", "https://gateway.example/contest?a=1&b=2",
            "help@gateway.example", "Contoso Gateway",
        ];
        var text = Plain(WithoutMarks(message.Text));
        Assert.All(said, value => Assert.Contains(value, text, StringComparison.Ordinal));
        Assert.All([message.Text, message.Html, message.Subject], part => Assert.DoesNotContain("{{", part));
        Assert.Contains("openai", message.Subject, StringComparison.Ordinal);
        Assert.Contains("CN", message.Subject, StringComparison.Ordinal);
        // An empty value would leave a label at the end of its line.
        Assert.DoesNotContain(
            message.Text.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal)),
            line => line.TrimEnd() is [.., ':' or '：']);
    }

    [Fact]
    public void The_three_kinds_of_stage_say_different_things_in_every_language()
    {
        foreach (var language in NoticeLanguages.All)
        {
            var texts = new[] { -1, 0, 1 }
                .Select(days => Render(Samples.Facts with { Stage = new NoticeStage(days) }, language.Tag).Text);

            Assert.Equal(3, texts.Distinct().Count());
        }
    }

    [Fact]
    public void Where_the_account_decides_no_territory_is_blamed_in_any_language()
    {
        var byAccount = Samples.Facts with { Observed = Samples.Acme with { ByAccount = true } };
        foreach (var language in NoticeLanguages.All)
        {
            var (message, other) = (Render(byAccount, language.Tag), Render(Samples.Facts, language.Tag));

            Assert.Contains("Acme GmbH", message.Subject, StringComparison.Ordinal);
            Assert.DoesNotContain("CN", message.Subject, StringComparison.Ordinal);
            // One advice less, about other territories, and other sentences on what ends and why.
            Assert.Equal(other.Text.Split("\n- ").Length - 1, message.Text.Split("\n- ").Length);
            Assert.Equal(other.Text.Split("\n\n").Length, message.Text.Split("\n\n").Length);
            Assert.DoesNotContain("&amp;lt;", message.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_instant_is_written_out_in_each_language()
    {
        var written = NoticeLanguages.All.ToDictionary(l => l.Tag, l => l.Instant(Samples.Effective));

        Assert.Equal("9 July 2026, 00:00 UTC", written["en"]);
        Assert.Equal("9 juillet 2026 à 00:00 UTC", written["fr"]);
        Assert.Equal("2026年7月9日00:00（UTC）", written["zh-Hans"]);
        Assert.Equal("9 июля 2026 года, 00:00 UTC", written["ru"]);
        Assert.Equal("۱۸ تیر ۱۴۰۵ (۹ ژوئیه ۲۰۲۶)، ساعت ۰۰:۰۰ به وقت UTC", written["fa"]);
        Assert.Equal("2026년 7월 9일 00:00(UTC)", written["ko"]);
        var newYear = new DateTimeOffset(2027, 1, 1, 0, 0, 0, default);
        Assert.Equal("1er janvier 2027", NoticeLanguages.Find("fr")!.Day(newYear));
    }

    [Fact]
    public void Persian_runs_from_right_to_left_and_keeps_addresses_apart()
    {
        var message = Render(Samples.Facts, "fa");

        Assert.Contains("<html lang=\"fa\" dir=\"rtl\">", message.Html, StringComparison.Ordinal);
        Assert.Contains("<body dir=\"rtl\"", message.Html, StringComparison.Ordinal);
        Assert.Contains("<bdi dir=\"ltr\">203.0.113.0/24</bdi>", message.Html, StringComparison.Ordinal);
        Assert.Contains("\u2066203.0.113.0/24\u2069", message.Text, StringComparison.Ordinal);
        Assert.Contains("\u2068", message.Subject, StringComparison.Ordinal);
        // Each isolate that is opened is closed.
        Assert.All([message.Text, message.Subject], part => Assert.Equal(
            part.Count(c => c is '\u2066' or '\u2068'), part.Count(c => c == '\u2069')));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    public void Other_languages_run_from_left_to_right_without_marks(string tag)
    {
        var message = Render(Samples.Facts, tag);

        Assert.Contains($"<html lang=\"{tag}\" dir=\"ltr\">", message.Html, StringComparison.Ordinal);
        Assert.Equal(WithoutMarks(message.Text), message.Text);
    }

    [Fact]
    public void The_parts_say_the_same()
    {
        var message = Render(Samples.Facts, "en");

        Assert.Contains("<li>Number of requests: 12,345</li>", message.Html, StringComparison.Ordinal);
        Assert.Contains(
            "href=\"https://gateway.example/contest?a=1&amp;b=2\"", message.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"mailto:help@gateway.example\"", message.Html, StringComparison.Ordinal);
        Assert.Equal(message.Text.Split('\n').Count(l => l.StartsWith("- ", StringComparison.Ordinal)),
            message.Html.Split("<li>").Length - 1);
    }

    [Fact]
    public void No_value_becomes_markup_a_line_or_a_direction()
    {
        foreach (var language in NoticeLanguages.All)
        {
            var facts = Samples.Facts with
            {
                Organization = Hostile, Policy = Hostile, Providers = [Hostile], Sender = Hostile,
                Contest = Hostile, Contact = Hostile, Availability = Hostile,
                Observed = Samples.Acme with
                {
                    Territories = [Hostile], Networks = [Hostile], Alternatives = [Hostile],
                },
            };
            var message = Render(facts, language.Tag);

            Assert.DoesNotContain("<script", message.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\n', message.Subject);
            Assert.DoesNotContain('\r', message.Subject + message.Text + message.Html);
            Assert.DoesNotContain('\u202E', message.Subject + message.Text + message.Html);
            Assert.DoesNotContain(message.Text.Split('\n'), l => l.StartsWith("Bcc:", StringComparison.Ordinal));
            // A value is never a template.
            Assert.Contains("{{ policy }}", message.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_is_said_of_networks_and_alternatives_that_are_not_known()
    {
        var message = Render(
            Samples.Facts with { Observed = Samples.Acme with { Networks = [], Alternatives = [] } }, "en");

        Assert.DoesNotContain("Networks", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("instead; they", message.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fr-CA", "en", "fr")]
    [InlineData("zh", "en", "zh-Hans")]
    [InlineData("ZH-hans-CN", "en", "zh-Hans")]
    [InlineData("fa-AF", "en", "fa")]
    [InlineData("sw", "ko-KR", "ko")]
    [InlineData(null, "ru", "ru")]
    [InlineData("sw", "xh", "en")]
    public void The_language_is_the_readers_else_the_plans_else_English(string? own, string plan, string expected) =>
        Assert.Equal(expected, NoticeRenderer.Render(Samples.Facts, Samples.Plan, own, plan).Language);

    [Fact]
    public void Own_texts_replace_what_they_hold_and_cannot_switch_escaping_off()
    {
        var plan = Samples.Plan with
        {
            Templates = new Dictionary<string, NoticeTemplateConfig>
            {
                ["fr"] = new() { Text = "Bonjour {{ organization | raw }},\n\n- {{ requests }}\n" },
                ["sw"] = new() { Subject = "Taarifa {{ policy }}", Text = "Habari {{ organization }}" },
            },
        };
        var facts = Samples.Facts with { Organization = "<b>Acme</b>" };

        var french = NoticeRenderer.Render(facts, plan, "fr-FR");
        Assert.Equal("Bonjour <b>Acme</b>,\n\n- 12\u202F345\n", french.Text);
        Assert.Contains("<p>Bonjour &lt;b&gt;Acme&lt;/b&gt;,</p>", french.Html, StringComparison.Ordinal);
        Assert.StartsWith("openai ne sera plus", french.Subject, StringComparison.Ordinal);
        var swahili = NoticeRenderer.Render(facts, plan, "sw");
        Assert.Equal(("sw", "Taarifa openai-territories"), (swahili.Language, swahili.Subject));
    }

    [Fact]
    public void A_template_that_never_ends_is_stopped()
    {
        var plan = Samples.Plan with
        {
            Templates = new Dictionary<string, NoticeTemplateConfig>
            {
                ["en"] = new()
                {
                    Text = "{% for i in (1..1000000) %}{% for j in (1..1000000) %}x{% endfor %}{% endfor %}",
                },
            },
        };

        Assert.ThrowsAny<Exception>(() => NoticeRenderer.Render(Samples.Facts, plan, "en"));
    }

    private static NoticeText Render(NoticeFacts facts, string tag) =>
        NoticeRenderer.Render(facts, Samples.Plan, tag);

    private static string Plain(string text) => text.Replace('（', '(').Replace('）', ')');

    private static string WithoutMarks(string text) =>
        string.Concat(text.Where(c => c is not ('\u2066' or '\u2067' or '\u2068' or '\u2069')));
}
