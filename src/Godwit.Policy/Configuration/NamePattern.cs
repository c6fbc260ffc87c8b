namespace Godwit.Policy.Configuration;

/// <summary>A name in which <c>*</c> stands for any characters.</summary>
public static class NamePattern
{
    public static bool IsGlob(string pattern) => pattern.Contains('*', StringComparison.Ordinal);

    /// <summary>
    /// Whether a name matches as a whole; in time that grows with the product of the lengths at most.
    /// </summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (p, n, star, mark) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, mark, p) = (p, n, p + 1);
            else if (p < pattern.Length && pattern[p] == name[n])
                (p, n) = (p + 1, n + 1);
            else if (star >= 0)
                (p, n) = (star + 1, ++mark);
            else
                return false;
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }
}
