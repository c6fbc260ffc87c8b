using System.Net;
using Godwit.Gateway.Geolocation.Chain;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// Ranges that are nobody's in public, after the IANA IPv4 and IPv6 Special-Purpose Address Registries, the multicast
/// registries and the IPv6 address space registry (read 2026-01). Data sets give a territory for many of them.
/// </summary>
/// <remarks>
/// The translation prefixes (mapped, NAT64, 6to4, Teredo) are absent: such an address is unwrapped before the look-up.
/// </remarks>
internal static class SpecialPurposeRanges
{
    private static readonly (string Range, string Name)[] V4 =
    [
        ("0.0.0.0/8", "This network"),
        ("10.0.0.0/8", "Private-Use"),
        ("100.64.0.0/10", "Shared Address Space"),
        ("127.0.0.0/8", "Loopback"),
        ("169.254.0.0/16", "Link Local"),
        ("172.16.0.0/12", "Private-Use"),
        ("192.0.0.0/24", "IETF Protocol Assignments"),
        ("192.0.2.0/24", "Documentation (TEST-NET-1)"),
        ("192.31.196.0/24", "AS112-v4"),
        ("192.52.193.0/24", "AMT"),
        ("192.88.99.0/24", "Deprecated (6to4 Relay Anycast)"),
        ("192.168.0.0/16", "Private-Use"),
        ("192.175.48.0/24", "Direct Delegation AS112 Service"),
        ("198.18.0.0/15", "Benchmarking"),
        ("198.51.100.0/24", "Documentation (TEST-NET-2)"),
        ("203.0.113.0/24", "Documentation (TEST-NET-3)"),
        ("224.0.0.0/4", "Multicast"),
        ("240.0.0.0/4", "Reserved"),
        ("255.255.255.255/32", "Limited Broadcast"),
    ];

    private static readonly (string Range, string Name)[] V6 =
    [
        // Unicast in public is 2000::/3 alone; what is reserved around it can be no caller's address.
        ("::/3", "Reserved by IETF"),
        ("4000::/2", "Reserved by IETF"),
        ("8000::/1", "Reserved by IETF"),
        ("::/128", "Unspecified Address"),
        ("::1/128", "Loopback Address"),
        ("64:ff9b:1::/48", "IPv4-IPv6 Translation (local use)"),
        ("100::/64", "Discard-Only Address Block"),
        ("100:0:0:1::/64", "Dummy IPv6 Prefix"),
        ("2001::/23", "IETF Protocol Assignments"),
        ("2001:2::/48", "Benchmarking"),
        ("2001:3::/32", "AMT"),
        ("2001:4:112::/48", "AS112-v6"),
        ("2001:10::/28", "Deprecated (previously ORCHID)"),
        ("2001:20::/28", "ORCHIDv2"),
        ("2001:30::/28", "Drone Remote ID Protocol Entity Tags"),
        ("2001:db8::/32", "Documentation"),
        ("2620:4f:8000::/48", "Direct Delegation AS112 Service"),
        ("3fff::/20", "Documentation"),
        ("5f00::/16", "Segment Routing (SRv6) SIDs"),
        ("fc00::/7", "Unique-Local"),
        ("fe80::/10", "Link-Local Unicast"),
        ("fec0::/10", "Deprecated (site-local unicast)"),
        ("ff00::/8", "Multicast"),
    ];

    /// <summary>The registries' names, IPv4 before IPv6; an answer's index less one is its place here.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. V4.Concat(V6).Select(r => r.Name)];

    /// <summary>The boundaries of IPv4, from the ranges themselves.</summary>
    public static List<Boundary> FlattenV4() => Flatten(V4, 0, uint.MaxValue);

    /// <summary>The boundaries of IPv6, from the ranges themselves.</summary>
    public static List<Boundary> FlattenV6() => Flatten(V6, V4.Length, UInt128.MaxValue);

    private static List<Boundary> Flatten((string Range, string Name)[] rows, int offset, UInt128 last) =>
        RangeFlattener.Flatten(
            rows.Select((row, i) => ToRange(IPNetwork.Parse(row.Range), (ushort)(offset + i + 1))), last, out _);

    private static AddressRange ToRange(IPNetwork network, ushort answer)
    {
        var first = NumericAddress.From(network.BaseAddress);
        return new AddressRange(first.Bits, first.LastOf(network.PrefixLength), answer);
    }
}
