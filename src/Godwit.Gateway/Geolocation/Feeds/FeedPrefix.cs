using System.Globalization;
using System.Runtime.CompilerServices;
using Godwit.Gateway.Geolocation.Chain;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>A network as a feed writes it.</summary>
/// <param name="First">Its first address; an IPv4 one is in the low 32 bits.</param>
/// <param name="HostBits">How many bits after the prefix.</param>
/// <param name="IsV4">The family.</param>
internal readonly record struct FeedPrefix(UInt128 First, int HostBits, bool IsV4)
{
    // No network is wider: a list that says 0.0.0.0/0 would make everybody an anonymizer.
    private const int LeastV4 = 8;
    private const int LeastV6 = 16;

    /// <summary>Reads an address or a prefix in the strict forms; says what is wrong otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<char> text, out FeedPrefix prefix, out string problem)
    {
        prefix = default;
        var slash = text.IndexOf('/');
        var addressText = slash < 0 ? text : text[..slash];
        problem = "is no address or prefix";
        if (!StrictIPAddress.TryParseNumeric(addressText, out var address))
            return false;
        var bits = address.IsV4 ? 32 : 128;
        var length = bits;
        if (slash >= 0)
        {
            if (!byte.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var written))
                return false;
            // ::ffff:192.0.2.0/120 is 192.0.2.0/24.
            length = address.IsV4 && addressText.Contains(':') ? written - 96 : written;
        }

        if (length < 0 || length > bits)
            return false;
        problem = "is wider than any network";
        if (length < (address.IsV4 ? LeastV4 : LeastV6))
            return false;
        problem = "has bits set behind its prefix";
        if (length < bits && (address.Bits & ((UInt128.One << (bits - length)) - 1)) != 0)
            return false;
        prefix = new FeedPrefix(address.Bits, bits - length, address.IsV4);
        return true;
    }
}
