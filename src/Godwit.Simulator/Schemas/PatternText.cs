using System.Text;

namespace Godwit.Simulator.Schemas;

/// <summary>
/// Makes a text that matches a simple regular expression: literals, classes, groups, alternatives (the first is
/// taken) and counts. Look-around and back references are passed over, so such a pattern may be missed.
/// </summary>
internal ref struct PatternText
{
    private readonly ReadOnlySpan<char> _pattern;
    private int _at;

    private PatternText(ReadOnlySpan<char> pattern) => _pattern = pattern;

    public static string Matching(string pattern)
    {
        PatternText reader = new(pattern);
        return reader.ReadSequence(0);
    }

    private readonly bool AtEnd => _at >= _pattern.Length;

    private string ReadSequence(int depth)
    {
        StringBuilder text = new();
        bool skipping = false;
        while (!AtEnd && _pattern[_at] != ')' && depth < 50)
        {
            if (_pattern[_at] == '|')
            {
                skipping = true;
                _at++;
                continue;
            }

            string atom = ReadAtom(depth);
            int count = ReadCount();
            for (int i = 0; i < count && !skipping; i++)
            {
                text.Append(atom);
            }
        }

        return text.ToString();
    }

    private string ReadAtom(int depth)
    {
        char symbol = _pattern[_at++];
        switch (symbol)
        {
            case '^' or '$':
                return "";
            case '.':
                return "x";
            case '[':
                return ReadClass().ToString();
            case '\\' when !AtEnd:
                return Escaped(_pattern[_at++]);
            case '(':
                SkipGroupHead();
                string inner = ReadSequence(depth + 1);
                _at++;
                return inner;
            default:
                return symbol.ToString();
        }
    }

    private void SkipGroupHead()
    {
        if (AtEnd || _pattern[_at] != '?')
        {
            return;
        }

        _at++;
        if (!AtEnd && _pattern[_at] == ':')
        {
            _at++;
        }
        else if (_pattern[_at..].IndexOf('>') is var end and >= 0)
        {
            _at += end + 1;
        }
    }

    private char ReadClass()
    {
        bool negated = !AtEnd && _pattern[_at] == '^';
        _at += negated ? 1 : 0;
        int start = _at;
        char first = AtEnd ? 'x' : _pattern[_at];
        if (first == '\\' && _at + 1 < _pattern.Length)
        {
            first = Escaped(_pattern[_at + 1])[0];
            _at++;
        }

        _at++;
        while (!AtEnd && _pattern[_at] != ']')
        {
            _at += _pattern[_at] == '\\' ? 2 : 1;
        }

        ReadOnlySpan<char> members = _pattern[start..Math.Min(_at, _pattern.Length)];
        _at++;
        return negated ? Outside(members) : first;
    }

    private static char Outside(ReadOnlySpan<char> members)
    {
        foreach (char candidate in "x0_-~")
        {
            bool word = members.Contains("\\w", StringComparison.Ordinal) && candidate is not ('-' or '~');
            bool digit = members.Contains("\\d", StringComparison.Ordinal) && char.IsAsciiDigit(candidate);
            bool ranged = members.Contains("a-z", StringComparison.Ordinal) && candidate == 'x';
            if (!word && !digit && !ranged && !members.Contains(candidate))
            {
                return candidate;
            }
        }

        return '~';
    }

    private static string Escaped(char symbol) => symbol switch
    {
        'd' => "7",
        'w' => "w",
        's' => " ",
        'D' or 'S' => "x",
        'W' => "-",
        'b' or 'B' or 'A' or 'z' or 'Z' => "",
        't' => "\t",
        'n' => "\n",
        _ => symbol.ToString(),
    };

    private int ReadCount()
    {
        if (AtEnd)
        {
            return 1;
        }

        switch (_pattern[_at])
        {
            case '*' or '+' or '?':
                _at++;
                SkipLazyMark();
                return 1;
            case '{' when _pattern[_at..].IndexOf('}') is var length and > 0:
                ReadOnlySpan<char> bounds = _pattern.Slice(_at + 1, length - 1);
                _at += length + 1;
                SkipLazyMark();
                int comma = bounds.IndexOf(',');
                bool counted = int.TryParse(comma < 0 ? bounds : bounds[..comma], out int least);
                return counted ? Math.Min(least == 0 && !bounds.SequenceEqual("0") ? 1 : least, 1000) : 1;
            default:
                return 1;
        }
    }

    private void SkipLazyMark() => _at += !AtEnd && _pattern[_at] is '?' or '+' ? 1 : 0;
}
