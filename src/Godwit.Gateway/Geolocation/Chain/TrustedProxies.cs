using System.Net;
using System.Net.Sockets;

namespace Godwit.Gateway.Geolocation.Chain;

/// <summary>The ranges whose word about the caller is taken.</summary>
internal sealed class TrustedProxies
{
    private readonly Range[] ranges;

    /// <summary>Takes the ranges; one that holds every address of a family is refused.</summary>
    /// <param name="networks">The ranges.</param>
    /// <param name="what">What one of them is called in an error.</param>
    /// <exception cref="ArgumentException">
    /// A range has no prefix bits: <c>default(IPNetwork)</c>, which an unchecked failed parse leaves behind, or an
    /// explicit <c>/0</c>. Either would let any caller name its own address.
    /// </exception>
    public TrustedProxies(IReadOnlyList<IPNetwork> networks, string what = "Trusted proxy range")
    {
        ranges = new Range[networks.Count];
        for (var i = 0; i < ranges.Length; i++)
        {
            var network = networks[i];
            if (network.PrefixLength == 0)
            {
                throw new ArgumentException(
                    $"{what} {i + 1} ({network}) holds every address; name the proxies' own ranges.",
                    nameof(networks));
            }

            ranges[i] = Range.From(network);
        }
    }

    public bool Contains(NumericAddress address)
    {
        foreach (var range in ranges)
        {
            if (range.IsV4 == address.IsV4 && (address.Bits ^ range.First) >> range.HostBits == UInt128.Zero)
                return true;
        }

        return false;
    }

    private readonly record struct Range(UInt128 First, int HostBits, bool IsV4)
    {
        public static Range From(IPNetwork network)
        {
            var first = NumericAddress.From(network.BaseAddress);
            var bits = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
            var hostBits = bits - network.PrefixLength;
            // A range inside ::ffff:0:0/96 is an IPv4 range: hops are compared in their unmapped form.
            return new Range(first.Bits, hostBits, first.IsV4);
        }
    }
}
