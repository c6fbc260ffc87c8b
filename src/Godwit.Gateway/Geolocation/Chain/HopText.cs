using System.Buffers;

namespace Godwit.Gateway.Geolocation.Chain;

/// <summary>Reads one hop: an address, bracketed where the syntax asks for it, and an optional port.</summary>
internal static class HopText
{
    private static readonly SearchValues<char> ObfuscatedCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>
    /// A hop of <c>X-Forwarded-For</c>: <c>a.b.c.d</c>, <c>a.b.c.d:port</c>, an IPv6 address bare, or bracketed with
    /// an optional port. Quotes, names and zones are refused.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NumericAddress address) =>
        TryParseNode(text, out address) || StrictIPAddress.TryParseNumeric(text, out address);

    /// <summary>
    /// A node of RFC 7239 section 6: IPv6 only in brackets. <c>unknown</c> and obfuscated names are no addresses.
    /// </summary>
    public static bool TryParseNode(ReadOnlySpan<char> text, out NumericAddress address)
    {
        address = default;
        ReadOnlySpan<char> port;
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']');
            if (end < 0 || !StrictIPAddress.TryParseV6(text[1..end], out var bits))
                return false;
            address = NumericAddress.FromV6(bits);
            port = text[(end + 1)..];
        }
        else
        {
            var colon = text.IndexOf(':');
            var host = colon < 0 ? text : text[..colon];
            if (!StrictIPAddress.TryParseV4(host, out var quad))
                return false;
            address = new NumericAddress(quad, true);
            port = text[host.Length..];
        }

        return port.IsEmpty || (port[0] == ':' && IsPort(port[1..]));
    }

    /// <summary>A port from 1 to 65535 without leading zeros, or an obfuscated one (RFC 7239 section 6).</summary>
    private static bool IsPort(ReadOnlySpan<char> text)
    {
        if (text.StartsWith('_'))
            return text.Length > 1 && !text[1..].ContainsAnyExcept(ObfuscatedCharacters);
        if (text.Length is 0 or > 5 || text[0] == '0' || text.ContainsAnyExceptInRange('0', '9'))
            return false;
        var number = 0;
        foreach (var digit in text)
            number = (number * 10) + (digit - '0');
        return number <= ushort.MaxValue;
    }
}
