using System.Buffers;

namespace Godwit.Gateway.Geolocation.Chain;

/// <summary>Reads one line of a <c>Forwarded</c> header by the grammar of RFC 7239 section 4.</summary>
internal ref struct ForwardedLineReader(ReadOnlySpan<char> line)
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly string[] KnownNames = ["for", "by", "host", "proto"];

    private ReadOnlySpan<char> rest = line;

    /// <summary>Fills in the elements in order; -1 when the line is malformed or holds more than fit.</summary>
    public int ReadAll(scoped Span<ForwardedHop> hops)
    {
        var count = 0;
        do
        {
            if (count == hops.Length || !TryReadElement(out hops[count++]))
                return -1;
        }
        while (TrySkip(','));
        return rest.IsEmpty ? count : -1;
    }

    /// <summary>Pairs parted by semicolons, each of them possibly empty; a name may not come twice.</summary>
    private bool TryReadElement(out ForwardedHop hop)
    {
        hop = default;
        var seen = 0;
        do
        {
            SkipWhitespace();
            var name = ReadToken();
            if (name.IsEmpty)
            {
                if (rest.StartsWith('='))
                    return false;
                continue;
            }

            if (!TrySkip('=') || !TryReadValue(out var value, out var quoted))
                return false;
            SkipWhitespace();
            var bit = 1 << KnownIndex(name);
            if (bit > 1 && (seen & bit) != 0)
                return false;
            seen |= bit;
            if (bit == 2)
                hop = ReadNode(value, quoted);
        }
        while (TrySkip(';'));
        return true;
    }

    /// <summary>0 for a name that the RFC does not define, else its place.</summary>
    private static int KnownIndex(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < KnownNames.Length; i++)
        {
            if (name.Equals(KnownNames[i], StringComparison.OrdinalIgnoreCase))
                return i + 1;
        }

        return 0;
    }

    /// <summary>
    /// A colon or a bracket is no token character: nodes with either stand in quotes, or are not read.
    /// </summary>
    private static ForwardedHop ReadNode(ReadOnlySpan<char> value, bool quoted)
    {
        var known = HopText.TryParseNode(value, out var address) && (quoted || !value.Contains(':'));
        return new ForwardedHop(known, address);
    }

    private bool TryReadValue(out ReadOnlySpan<char> value, out bool quoted)
    {
        quoted = TrySkip('"');
        if (!quoted)
        {
            value = ReadToken();
            return !value.IsEmpty;
        }

        // An escaped character keeps its backslash in the value, and so never makes an address: nobody writes one so.
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                value = rest[..i];
                rest = rest[(i + 1)..];
                return true;
            }

            if (rest[i] == '\\')
                i++;
            if (i >= rest.Length || (rest[i] < ' ' && rest[i] != '\t') || rest[i] == '\x7f')
                break;
        }

        value = default;
        return false;
    }

    private ReadOnlySpan<char> ReadToken()
    {
        var end = rest.IndexOfAnyExcept(TokenCharacters);
        var token = end < 0 ? rest : rest[..end];
        rest = rest[token.Length..];
        return token;
    }

    private void SkipWhitespace() => rest = rest.TrimStart(" \t");

    private bool TrySkip(char expected)
    {
        if (!rest.StartsWith(expected))
            return false;
        rest = rest[1..];
        return true;
    }
}
