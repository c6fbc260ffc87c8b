using System.Net;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// An address with the IPv4 address that may stand inside it taken out. No data set gets these forms right: it answers
/// for the translator, or for nobody.
/// </summary>
/// <param name="Address">The address to look up.</param>
/// <param name="Form">How it was written.</param>
internal readonly record struct UnwrappedAddress(NumericAddress Address, AddressForm Form)
{
    private const ulong Nat64Upper = 0x0064_ff9b_0000_0000;
    private const ulong TeredoPrefix = 0x2001_0000;
    private const ulong SixToFourPrefix = 0x2002;

    /// <summary>True for 6to4 and Teredo: the packet's way through a relay says little of where the host is.</summary>
    public bool IsUncertain => Form is AddressForm.SixToFour or AddressForm.Teredo;

    public static UnwrappedAddress From(IPAddress address)
    {
        var numeric = NumericAddress.From(address);
        if (numeric.IsV4)
        {
            var mapped = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
            return new UnwrappedAddress(numeric, mapped ? AddressForm.Mapped : AddressForm.Native);
        }

        var upper = (ulong)(numeric.Bits >> 64);
        var lower = (ulong)numeric.Bits;
        if (upper == Nat64Upper && lower <= uint.MaxValue)
            return Embedded((uint)lower, AddressForm.Nat64);
        if (upper >> 48 == SixToFourPrefix)
            return Embedded((uint)(upper >> 16), AddressForm.SixToFour);
        // RFC 4380 section 4: the client's address is written with its bits inverted.
        if (upper >> 32 == TeredoPrefix)
            return Embedded(~(uint)lower, AddressForm.Teredo);
        return new UnwrappedAddress(numeric, AddressForm.Native);
    }

    private static UnwrappedAddress Embedded(uint v4, AddressForm form) => new(new NumericAddress(v4, true), form);
}
