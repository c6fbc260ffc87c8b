using System.Buffers;
using System.Text.Unicode;

namespace Godwit.Providers.Dialects.Reading;

/// <summary>
/// Checks that JSON is Unicode throughout. The parser leaves strings alone until they are read, and then throws; what
/// is handed on unread would throw in a writer.
/// </summary>
public static class JsonUnicode
{
    private static readonly SearchValues<byte> Backslash = SearchValues.Create((byte)'\\');

    /// <summary>True when the bytes are UTF-8 and no escape is half of a pair.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        for (var at = json.IndexOfAny(Backslash); at >= 0 && at + 1 < json.Length; at = json.IndexOfAny(Backslash))
        {
            json = json[at..];
            switch (Half(json))
            {
                case 0:
                    json = json[2..];
                    break;
                case 1 when Half(json[6..]) == 2:
                    json = json[12..];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    // 1 for the first half of a pair, 2 for the second, 0 for anything else.
    private static int Half(ReadOnlySpan<byte> text) =>
        text is [(byte)'\\', (byte)'u', (byte)'d' or (byte)'D', var next, _, _, ..]
            ? next switch
            {
                (byte)'8' or (byte)'9' or (byte)'a' or (byte)'b' or (byte)'A' or (byte)'B' => 1,
                >= (byte)'c' and <= (byte)'f' or >= (byte)'C' and <= (byte)'F' => 2,
                _ => 0,
            }
            : 0;
}
