using System.Text;

namespace Godwit.Providers.Tests;

/// <summary>Breaks a body in one or a few places; the same for the same seed.</summary>
internal static class Mutation
{
    private static readonly string[] Values =
    [
        "null", "true", "-1", "1e999", "99999999999999999999", "0.5", "\"\"", "\"\\ud800\"", "\"x\"", "[]", "{}",
        "[{}]",
        "[[]]", "[null]", "{\"a\":[]}", "[\"a\"]", "{\"type\":\"text\"}", "{\"index\":-1}", "\"\\u0000\"",
    ];

    /// <summary>Replaces some values by values of other types, or changes some bytes.</summary>
    public static byte[] Of(byte[] body, int seed)
    {
        var random = new Random(seed);
        var text = Encoding.Latin1.GetString(body);
        if (random.Next(4) == 0)
        {
            var bytes = (byte[])body.Clone();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            return bytes;
        }

        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var (start, end) = Value(text, random);
            if (start > 0)
            {
                text = text[..start] + Values[random.Next(Values.Length)] + text[end..];
            }
        }

        return Encoding.Latin1.GetBytes(text);
    }

    // A value after a colon or in a list, to its end by counting brackets; strings are left whole.
    private static (int Start, int End) Value(string text, Random random)
    {
        var start = text.IndexOfAny([':', '[', ','], random.Next(text.Length)) + 1;
        if (start <= 0)
        {
            return (0, 0);
        }

        var (depth, inside) = (0, false);
        for (var at = start; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '"' && text[at - 1] != '\\')
            {
                inside = !inside;
            }
            else if (!inside && c is '[' or '{')
            {
                depth++;
            }
            else if (!inside && (c is ']' or '}' or ',' or '\n'))
            {
                if (depth == 0 || c == '\n')
                {
                    return (start, at);
                }

                depth -= c == ',' ? 0 : 1;
                if (depth == 0 && c != ',')
                {
                    return (start, at + 1);
                }
            }
        }

        return (0, 0);
    }
}
