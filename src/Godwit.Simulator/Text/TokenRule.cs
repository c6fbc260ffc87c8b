using System.Text;

namespace Godwit.Simulator.Text;

/// <summary>
/// The simulator's counting rule: a token is one optional leading space and then either up to six letters or
/// digits, or one ideograph, or one other character. Counting, cutting and streaming all use it.
/// </summary>
internal static class TokenRule
{
    private const int LongestWordPiece = 6;
    private const int FirstIdeograph = 0x2E80;

    /// <summary>The length in UTF-16 units of the first token of a text that is not empty.</summary>
    public static int FirstLength(ReadOnlySpan<char> text)
    {
        int start = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        Rune.DecodeFromUtf16(text[start..], out Rune rune, out int units);
        if (!InWord(rune))
        {
            return start + units;
        }

        int length = start;
        for (int letters = 0; letters < LongestWordPiece && length < text.Length; letters++)
        {
            Rune.DecodeFromUtf16(text[length..], out rune, out units);
            if (!InWord(rune))
            {
                break;
            }

            length += units;
        }

        return length;
    }

    public static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (!text.IsEmpty)
        {
            text = text[FirstLength(text)..];
            count++;
        }

        return count;
    }

    /// <summary>The length in UTF-16 units of the first tokens of a text, at most <paramref name="tokens"/>.</summary>
    public static int LengthOf(ReadOnlySpan<char> text, int tokens)
    {
        int length = 0;
        while (tokens-- > 0 && length < text.Length)
        {
            length += FirstLength(text[length..]);
        }

        return length;
    }

    private static bool InWord(Rune rune) => rune.Value < FirstIdeograph && Rune.IsLetterOrDigit(rune);
}
