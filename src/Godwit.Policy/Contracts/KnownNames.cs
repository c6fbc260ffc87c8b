using System.Text;

namespace Godwit.Policy.Contracts;

/// <summary>Makes one string of a name that comes again and again.</summary>
/// <param name="most">So many names are known at a time; a further one makes it begin anew.</param>
public sealed class KnownNames(int most)
{
    // A limit's kind and name, and a key and the end user in its scope.
    private const int Longest = 320;

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>The name in UTF-8; a longer one than any that Godwit makes is not remembered.</summary>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest)
            return Encoding.UTF8.GetString(utf8);
        Span<char> text = stackalloc char[Longest];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        if (names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
            return known;
        // End users are not few.
        if (names.Count >= most)
            names.Clear();
        names.Add(known = new string(text));
        return known;
    }
}
