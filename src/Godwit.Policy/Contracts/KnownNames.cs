using System.Text;

namespace Godwit.Policy.Contracts;

/// <summary>Makes one string of a name that comes again and again.</summary>
/// <param name="most">So many names are known at a time; a further one makes it begin anew.</param>
public sealed class KnownNames(int most)
{
    // A limit's kind and name, and a key and the end user in its scope.
    private const int Longest = 320;

    // More than a request has limits and grants.
    private const int Few = 8;

    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly List<(byte[] Utf8, string Name)> recent = new(Few);
    private int next;

    /// <summary>The name in UTF-8; a longer one than any that Godwit makes is not remembered.</summary>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest)
            return Encoding.UTF8.GetString(utf8);

        // A few come by turns, mostly: what followed a name the last time is what follows it now.
        for (var i = 0; i < recent.Count; i++)
        {
            var at = (next + i) % recent.Count;
            if (utf8.SequenceEqual(recent[at].Utf8))
            {
                next = at + 1;
                return recent[at].Name;
            }
        }

        var name = Find(utf8);
        if (recent.Count < Few)
            recent.Add((utf8.ToArray(), name));
        else
            recent[next % Few] = (utf8.ToArray(), name);
        next++;
        return name;
    }

    private string Find(ReadOnlySpan<byte> utf8)
    {
        Span<char> text = stackalloc char[Longest];
        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        if (names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
            return known;
        // End users are not few.
        if (names.Count >= most)
        {
            names.Clear();
            recent.Clear();
        }

        names.Add(known = new string(text));
        return known;
    }
}
