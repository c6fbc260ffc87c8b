using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>The mapping of each preset, after its maker's published field names.</summary>
internal static class FeedMappings
{
    private static readonly FeedMapping MaxMind = new()
    {
        Prefix = "network",
        Kinds =
        [
            Is("is_tor_exit_node", NetworkKind.Tor), Is("is_public_proxy", NetworkKind.PublicProxy),
            Is("is_residential_proxy", NetworkKind.ResidentialProxy), Is("is_anonymous_vpn", NetworkKind.Vpn),
            Is("is_hosting_provider", NetworkKind.Hosting),
        ],
    };

    private static readonly FeedMapping IpInfo = new()
    {
        Prefix = "network",
        Kinds =
        [
            Is("tor", NetworkKind.Tor), Is("proxy", NetworkKind.PublicProxy), Is("vpn", NetworkKind.Vpn),
            Is("relay", NetworkKind.Relay), Is("hosting", NetworkKind.Hosting),
        ],
    };

    private static readonly FeedMapping Spur = new()
    {
        Kinds =
        [
            Is("tunnels.*.type", NetworkKind.Tor, "TOR"), Is("tunnels.*.type", NetworkKind.Vpn, "VPN"),
            Is("tunnels.*.type", NetworkKind.PublicProxy, "PROXY"),
            Is("client.proxies.*", NetworkKind.ResidentialProxy, "*"),
            Is("infrastructure", NetworkKind.Hosting, "DATACENTER"),
            Is("infrastructure", NetworkKind.Satellite, "SATELLITE"),
        ],
    };

    /// <summary>The mapping that a feed's options stand for; null when its format needs none.</summary>
    public static FeedMapping? Of(FeedOptions options) => options.Mapping ?? options.Preset switch
    {
        FeedPreset.MaxmindAnonymousIp => MaxMind,
        FeedPreset.IpinfoPrivacy => IpInfo,
        FeedPreset.Spur => Spur,
        FeedPreset.Ip2proxy when options.Format == FeedFormat.Csv => Ip2Proxy("2") with
        {
            First = "0", Last = "1", Header = false,
        },
        FeedPreset.Ip2proxy => Ip2Proxy("proxy_type"),
        _ => null,
    };

    private static FeedMapping Ip2Proxy(string type) => new()
    {
        Kinds =
        [
            Is(type, NetworkKind.Tor, "TOR"), Is(type, NetworkKind.PublicProxy, "PUB", "WEB"),
            Is(type, NetworkKind.ResidentialProxy, "RES"), Is(type, NetworkKind.Vpn, "VPN"),
            Is(type, NetworkKind.Relay, "CPN"), Is(type, NetworkKind.Hosting, "DCH"),
        ],
    };

    private static FeedKindRule Is(string field, NetworkKind kind, params string[] values) =>
        new() { Field = field, Kind = kind, Values = values.Length == 0 ? null : values };
}
