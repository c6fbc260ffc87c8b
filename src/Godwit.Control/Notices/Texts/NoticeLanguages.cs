namespace Godwit.Control.Notices.Texts;

/// <summary>The languages that messages are written in.</summary>
internal static partial class NoticeLanguages
{
    public static NoticeLanguage English { get; } = new()
    {
        Tag = "en",
        DayPattern = "{0} {1} {2}",
        InstantPattern = "{0}, {1} UTC",
        Months = "January February March April May June July August September October November December",
        GroupSeparator = ",",
        Territories = new Dictionary<string, string>(),
    };

    /// <summary>All of them, English first.</summary>
    public static IReadOnlyList<NoticeLanguage> All { get; } =
    [
        English,
        new()
        {
            Tag = "fr",
            DayPattern = "{0} {1} {2}",
            InstantPattern = "{0} à {1} UTC",
            Months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            FirstDay = "1er",
            GroupSeparator = "\u202F",
            DecimalSeparator = ",",
            Territories = Names(FrenchTerritories),
        },
        new()
        {
            Tag = "zh-Hans",
            DayPattern = "{2}年{1}月{0}日",
            InstantPattern = "{0}{1}（UTC）",
            Months = "1 2 3 4 5 6 7 8 9 10 11 12",
            GroupSeparator = ",",
            Territories = Names(ChineseTerritories),
        },
        new()
        {
            Tag = "ru",
            DayPattern = "{0} {1} {2} года",
            InstantPattern = "{0}, {1} UTC",
            Months = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            GroupSeparator = "\u00A0",
            DecimalSeparator = ",",
            Territories = Names(RussianTerritories),
        },
        new()
        {
            Tag = "fa",
            RightToLeft = true,
            // Its readers live by the Persian calendar; the other date is there to be compared.
            DayPattern = "{4} {5} {6} ({0} {1} {2})",
            InstantPattern = "{0}، ساعت {1} به وقت UTC",
            Months = "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
            PersianMonths = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
            GroupSeparator = "٬",
            DecimalSeparator = "٫",
            Digits = "۰۱۲۳۴۵۶۷۸۹",
            Territories = Names(PersianTerritories),
        },
        new()
        {
            Tag = "ko",
            DayPattern = "{2}년 {1}월 {0}일",
            InstantPattern = "{0} {1}(UTC)",
            Months = "1 2 3 4 5 6 7 8 9 10 11 12",
            GroupSeparator = ",",
            Territories = Names(KoreanTerritories),
        },
    ];

    /// <summary>
    /// The language for a tag, by look-up as in RFC 4647: the tag, then the tag without its last part, and so on.
    /// Null when none is left.
    /// </summary>
    public static NoticeLanguage? Find(string? tag) =>
        Prefixes(tag).Select(FindExact).FirstOrDefault(found => found is not null);

    /// <summary>The language of the first tag that there is one for; English without one.</summary>
    public static NoticeLanguage First(params IReadOnlyList<string?> tags) =>
        tags.Select(Find).FirstOrDefault(found => found is not null) ?? English;

    /// <summary>A tag, then the tag without its last part, and so on.</summary>
    public static IEnumerable<string> Prefixes(string? tag)
    {
        for (var rest = tag ?? ""; rest.Length > 0; rest = rest[..Math.Max(0, rest.LastIndexOf('-'))])
            yield return rest;
    }

    // Of Chinese there is one script only: rather that than a foreign language.
    private static NoticeLanguage? FindExact(string tag) => All.FirstOrDefault(language =>
        string.Equals(language.Tag, tag, StringComparison.OrdinalIgnoreCase)
        || (language.Tag == "zh-Hans" && string.Equals(tag, "zh", StringComparison.OrdinalIgnoreCase)));

    private static Dictionary<string, string> Names(string text) =>
        text.Split('|').ToDictionary(entry => entry[..2], entry => entry[3..]);
}
