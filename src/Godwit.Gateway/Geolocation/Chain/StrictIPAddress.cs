using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Godwit.Gateway.Geolocation.Chain;

/// <summary>
/// Reads addresses as proxies write them and nothing else: <see cref="IPAddress.Parse(string)"/> also takes octal,
/// hexadecimal, short and numeric forms, and a caller could choose its territory with any of them.
/// </summary>
public static class StrictIPAddress
{
    /// <summary>Length of the longest address text: eight groups, the last two as a dotted quad.</summary>
    private const int MaxLength = 45;

    /// <summary>
    /// Reads a dotted quad without leading zeros, or an IPv6 address without a zone, brackets or port.
    /// <c>::ffff:a.b.c.d</c> is read as the IPv4 address.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = TryParseNumeric(text, out var value) ? value.ToIPAddress() : null;
        return address is not null;
    }

    /// <summary>As <see cref="TryParse"/>, without making an object.</summary>
    internal static bool TryParseNumeric(ReadOnlySpan<char> text, out NumericAddress address)
    {
        address = default;
        if (text.Length > MaxLength)
            return false;
        if (TryParseV4(text, out var v4))
        {
            address = new NumericAddress(v4, true);
            return true;
        }

        if (!TryParseV6(text, out var v6))
            return false;
        address = NumericAddress.FromV6(v6);
        return true;
    }

    internal static bool TryParseV4(ReadOnlySpan<char> text, out uint value)
    {
        value = 0;
        var position = 0;
        for (var octet = 0; octet < 4; octet++)
        {
            if (octet > 0 && (position >= text.Length || text[position++] != '.'))
                return false;
            var start = position;
            var number = 0;
            while (position < text.Length && position - start < 3 && char.IsAsciiDigit(text[position]))
                number = (number * 10) + (text[position++] - '0');
            var digits = position - start;
            if (digits == 0 || number > 255 || (digits > 1 && text[start] == '0'))
                return false;
            value = (value << 8) | (uint)number;
        }

        return position == text.Length;
    }

    internal static bool TryParseV6(ReadOnlySpan<char> text, out UInt128 value)
    {
        value = default;
        Span<ushort> groups = stackalloc ushort[8];
        var count = 0;
        var gap = -1;
        var position = 0;
        if (text.StartsWith("::"))
        {
            gap = 0;
            position = 2;
        }

        while (position < text.Length)
        {
            var start = position;
            var number = ReadHex(text, ref position);
            if (position < text.Length && text[position] == '.')
            {
                if (count > 6 || !TryParseV4(text[start..], out var quad))
                    return false;
                (groups[count], groups[count + 1]) = ((ushort)(quad >> 16), (ushort)quad);
                count += 2;
                break;
            }

            if (number < 0 || count == 8)
                return false;
            groups[count++] = (ushort)number;
            if (!TrySkipSeparator(text, ref position, count, ref gap))
                return false;
        }

        if (gap < 0 ? count != 8 : count > 7)
            return false;
        value = Assemble(groups, count, gap);
        return true;
    }

    /// <summary>One to four hexadecimal digits, or -1.</summary>
    private static int ReadHex(ReadOnlySpan<char> text, ref int position)
    {
        var start = position;
        var number = 0;
        while (position < text.Length && position - start < 4 && char.IsAsciiHexDigit(text[position]))
            number = (number << 4) | HexValue(text[position++]);
        return position == start ? -1 : number;
    }

    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>Steps over <c>:</c> or the only <c>::</c>; a single colon must be followed by a group.</summary>
    private static bool TrySkipSeparator(ReadOnlySpan<char> text, ref int position, int count, ref int gap)
    {
        if (position == text.Length)
            return true;
        if (text[position++] != ':' || position == text.Length)
            return false;
        if (text[position] != ':')
            return true;
        position++;
        if (gap >= 0)
            return false;
        gap = count;
        return true;
    }

    private static UInt128 Assemble(ReadOnlySpan<ushort> groups, int count, int gap)
    {
        UInt128 value = 0;
        var head = gap < 0 ? count : gap;
        for (var i = 0; i < head; i++)
            value |= (UInt128)groups[i] << (112 - (16 * i));
        for (var i = head; i < count; i++)
            value |= (UInt128)groups[i] << (16 * (count - 1 - i));
        return value;
    }
}
