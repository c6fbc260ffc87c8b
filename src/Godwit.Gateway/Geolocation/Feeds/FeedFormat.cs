using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>How a feed is written.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FeedFormat>))]
public enum FeedFormat
{
    /// <summary>An address or a prefix per line; comments begin with <c>#</c> or <c>;</c>.</summary>
    Cidr,

    /// <summary>Tor's exits: an address per line, or lines that begin with <c>ExitAddress</c>.</summary>
    TorExits,

    /// <summary>Apple's iCloud Private Relay: prefix, territory, subdivision, city.</summary>
    AppleRelay,

    /// <summary>Amazon Web Services' <c>ip-ranges.json</c>.</summary>
    AwsRanges,

    /// <summary>Google Cloud's <c>cloud.json</c>.</summary>
    GoogleRanges,

    /// <summary>Microsoft Azure's service tags.</summary>
    AzureRanges,

    /// <summary>Oracle Cloud's <c>public_ip_ranges.json</c>.</summary>
    OracleRanges,

    /// <summary>RFC 8805: where the operator of a network says that its prefixes are used.</summary>
    Geofeed,

    /// <summary>An MMDB file, read by a mapping.</summary>
    Mmdb,

    /// <summary>A table of text, read by a mapping.</summary>
    Csv,
}

/// <summary>Mappings for files that many have.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FeedPreset>))]
public enum FeedPreset
{
    /// <summary>MaxMind GeoIP2 Anonymous IP and Anonymous Plus, as MMDB.</summary>
    MaxmindAnonymousIp,

    /// <summary>IPinfo Privacy Detection, as MMDB or CSV with a header.</summary>
    IpinfoPrivacy,

    /// <summary>IP2Proxy, as MMDB or as CSV without a header.</summary>
    Ip2proxy,

    /// <summary>Spur's feeds, as MMDB.</summary>
    Spur,
}
