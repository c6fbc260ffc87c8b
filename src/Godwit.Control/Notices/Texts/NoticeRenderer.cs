using Fluid;
using Fluid.Values;
using Godwit.Policy.Configuration;
using static Godwit.Control.Notices.Texts.TemplateRenderer;

namespace Godwit.Control.Notices.Texts;

/// <summary>Puts the facts of a notice into words, in the language of its reader.</summary>
internal static class NoticeRenderer
{
    /// <summary>The message.</summary>
    /// <param name="facts">What it says.</param>
    /// <param name="plan">The plan, for its own texts.</param>
    /// <param name="languages">Tags in order of preference; null ones are passed over.</param>
    public static NoticeText Render(NoticeFacts facts, NoticePlanConfig plan, params IReadOnlyList<string?> languages)
    {
        foreach (var tag in languages.Append(NoticeLanguages.English.Tag))
        {
            var own = NoticeTemplates.Own(plan, tag);
            var shipped = NoticeLanguages.Find(tag);
            // Own texts in a language that does not ship stand alone only when nothing is missing from them.
            if (shipped is not null || own is { Subject: not null, Text: not null })
                return Render(facts, own, shipped ?? NoticeLanguages.English with { Tag = tag! });
        }

        throw new InvalidOperationException("English is always there.");
    }

    private static NoticeText Render(NoticeFacts facts, NoticeTemplateConfig? own, NoticeLanguage language) =>
        TemplateRenderer.Render(
            own?.Subject is { } line ? NoticeTemplates.Parse(line) : NoticeTemplates.Shipped.Subject(language),
            own?.Text is { } text ? NoticeTemplates.Parse(text) : NoticeTemplates.Shipped.Text(language),
            Values(facts, language), language);

    private static Dictionary<string, FluidValue> Values(NoticeFacts facts, NoticeLanguage language)
    {
        var observed = facts.Observed;
        return new Dictionary<string, FluidValue>
        {
            ["organization"] = Text(facts.Organization),
            ["policy"] = Text(facts.Policy),
            ["providers"] = Text(string.Join(", ", facts.Providers)),
            ["stage"] = Text(facts.Stage.Name),
            ["in_force"] = BooleanValue.Create(facts.Stage.InForce),
            ["after"] = BooleanValue.Create(facts.Stage.After),
            ["by_account"] = BooleanValue.Create(observed.ByAccount),
            ["effective"] = Text(language.Instant(facts.Effective)),
            ["effective_day"] = Text(language.Day(facts.Effective)),
            ["effective_iso"] = Text(facts.Effective.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null)),
            ["requests"] = Text(language.Number(observed.Requests)),
            ["first_seen"] = Text(language.Instant(Minute(observed.FirstSeen))),
            ["last_seen"] = Text(language.Instant(Minute(observed.LastSeen))),
            ["territories"] = List(observed.Territories.Select(code => Territory(code, language))),
            ["territory_codes"] = Text(string.Join(", ", observed.Territories)),
            ["networks"] = List(observed.Networks.Select(Text)),
            ["alternatives"] = List(observed.Alternatives.Select(Text)),
            ["availability"] = Text(facts.Availability),
            ["contest"] = Text(facts.Contest),
            ["contact"] = Text(facts.Contact),
            ["sender"] = Text(facts.Sender),
        };
    }

    private static DictionaryValue Territory(string code, NoticeLanguage language) =>
        new(new FluidValueDictionaryFluidIndexable(new Dictionary<string, FluidValue>
        {
            ["code"] = Text(code), ["name"] = Text(language.Territory(code)),
        }));

    // Seconds say nothing to a reader here.
    private static DateTimeOffset Minute(DateTimeOffset instant) =>
        new(instant.UtcTicks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
