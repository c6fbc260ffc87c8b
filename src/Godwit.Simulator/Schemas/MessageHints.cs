using System.Globalization;
using System.Text.RegularExpressions;

namespace Godwit.Simulator.Schemas;

/// <summary>What a message offers to fill arguments with: places, numbers, dates, addresses, its whole text.</summary>
internal sealed partial class MessageHints
{
    private const int LongestText = 400;

    private static readonly HashSet<string> NotPlaces = new(StringComparer.OrdinalIgnoreCase)
    {
        "what", "which", "who", "when", "where", "how", "why", "is", "are", "was", "were", "do", "does", "did", "can",
        "could", "would", "should", "will", "please", "give", "tell", "show", "find", "get", "call", "use", "look",
        "compare", "check", "list", "make", "write", "read", "say", "set", "let", "book", "send", "search", "the", "a",
        "an", "i", "and", "or", "in", "for", "of", "to", "then", "also", "now", "today", "tomorrow", "monday",
        "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "celsius", "fahrenheit", "json", "hello",
        "hi", "thanks", "using", "plan", "convert", "add", "compute", "calculate", "describe", "return", "weather",
    };

    private MessageHints(string text)
    {
        Text = text.Length > LongestText ? text[..LongestText] : text;
        Places = [.. FindPlaces(Text)];
        Numbers = [.. NumberPattern().Matches(Text)
            .Select(match => decimal.TryParse(match.Value, CultureInfo.InvariantCulture, out decimal number)
                ? number
                : (decimal?)null)
            .OfType<decimal>()];
    }

    public static MessageHints None { get; } = new("");

    /// <summary>The message, cut to a length that fits an argument.</summary>
    public string Text { get; }

    public IReadOnlyList<string> Places { get; private init; }

    public IReadOnlyList<decimal> Numbers { get; private init; }

    public string? Date => First(DatePattern());

    public string? Email => First(EmailPattern());

    public string? Address => First(UrlPattern());

    public static MessageHints Of(string text) => text.Length == 0 ? None : new MessageHints(text);

    /// <summary>The same message seen as if it spoke of one place (and one number) only.</summary>
    public MessageHints Only(int index) => new(Text)
    {
        Places = index < Places.Count ? [Places[index]] : Places,
        Numbers = index < Numbers.Count ? [Numbers[index], .. Numbers.Skip(index + 1)] : Numbers,
    };

    public bool Mentions(string word) => word.Length > 0 && Text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private string? First(Regex pattern) => pattern.Match(Text) is { Success: true } match ? match.Value : null;

    private static IEnumerable<string> FindPlaces(string text)
    {
        HashSet<string> seen = [];
        foreach (Match match in PlacePattern().Matches(text))
        {
            string place = match.Value;
            while (FirstWord(place) is { } word && NotPlaces.Contains(word))
            {
                place = place[word.Length..].TrimStart();
            }

            if (place.Length > 1 && seen.Add(place))
            {
                yield return place;
            }
        }
    }

    private static string? FirstWord(string text) => text.Length == 0 ? null : text.Split(' ')[0];

    // Runs of capitalized words, and the Chinese and Japanese cities that people ask the weather of most.
    [GeneratedRegex(
        @"\b\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)*|北京|上海|广州|深圳|杭州|成都|香港|台北|东京|大阪|東京")]
    private static partial Regex PlacePattern();

    [GeneratedRegex(@"(?<![\w.-])-?\d{1,15}(?:\.\d{1,10})?(?![\w-])")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}\b")]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"https?://[^\s""'<>]+")]
    private static partial Regex UrlPattern();
}
