using System.Net;
using System.Net.Sockets;

namespace Godwit.Control.Notices.Webhooks;

/// <summary>
/// Tells addresses of the public internet from those inside, which a URL in a configuration must not lead to.
/// </summary>
internal static class PublicAddresses
{
    // IANA's special-purpose registries, as far as an address there can lead to a machine that answers.
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/3",
        }.Select(IPNetwork.Parse),
    ];

    // Only this part of IPv6 is given out; 6to4 and Teredo in it carry an IPv4 address that may be anything.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] InsideGlobal =
        [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16")];

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Inside.Any(network => network.Contains(address))
            : Global.Contains(address) && !InsideGlobal.Any(network => network.Contains(address));
    }
}
