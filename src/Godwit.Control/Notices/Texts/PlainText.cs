using System.Globalization;

namespace Godwit.Control.Notices.Texts;

/// <summary>Makes one harmless line of any text, so that no value can end a header or turn a sentence round.</summary>
internal static class PlainText
{
    /// <summary>Most characters that are kept of one value.</summary>
    public const int MostCharacters = 200;

    /// <summary>The text with controls, line ends and marks of direction as spaces, and cut to a length.</summary>
    public static string Line(string text, int most = MostCharacters) =>
        Cut(string.Concat(text.Select(c => Breaks(c) || Turns(c) ? ' ' : c)).Trim(), most);

    /// <summary>The text on one line; marks of direction, which a template sets, stay.</summary>
    public static string Header(string text) =>
        Cut(string.Concat(text.Select(c => Breaks(c) ? ' ' : c)).Trim(), MostCharacters);

    private static string Cut(string line, int most)
    {
        if (line.Length <= most)
            return line;
        var end = char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1;
        return line[..end] + "…";
    }

    private static bool Breaks(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // The zero-width joiners are controls of format too, and Persian cannot be written without them.
    private static bool Turns(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Format && c is not ('\u200C' or '\u200D');
}
