using System.ComponentModel;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>A feed of evidence about addresses: what kind of network they belong to, or where it is.</summary>
public sealed record FeedOptions
{
    [Description("Name to show as the source: lower-case letters, digits, hyphens.")]
    public required string Name { get; init; }

    [Description("How the feed is written.")]
    public required FeedFormat Format { get; init; }

    [Description("What a cidr feed lists. With geofeed: what the network is besides, e.g. satellite.")]
    public NetworkKind? Kind { get; init; }

    [Description("mmdb and csv: a mapping that Godwit knows.")]
    public FeedPreset? Preset { get; init; }

    [Description("mmdb and csv: where a record says what.")]
    public FeedMapping? Mapping { get; init; }

    [Description("The file. Read again when it changes.")]
    public string? Path { get; init; }

    [Description("Where the feed is fetched from: https, or http on this machine.")]
    public string? Url { get; init; }

    [Description("Minutes between two fetches. Default: 360.")]
    public int RefreshMinutes { get; set; } = 360;

    [Description("Hours after which the feed is stale: its territories count less, and its age is reported. "
        + "Default: 168.")]
    public int MaxAgeHours { get; set; } = 168;

    [Description("Most bytes of the feed, decompressed. Default: 67108864.")]
    public int MaxBytes { get; set; } = 64 * 1024 * 1024;

    [Description("Most rows that may be unreadable, in per cent. Default: 1.")]
    public int MaxBadPercent { get; set; } = 1;

    [Description("By how much the number of rows may differ from the generation before, in per cent; changes of "
        + "up to 100 rows always may. Default: 50.")]
    public int MaxChangePercent { get; set; } = 50;

    [Description("SPDX identifier or name of the licence the feed is under.")]
    public string Licence { get; set; } = "LicenseRef-Operator";

    [Description("The line to show wherever results are shown, where the licence asks for one.")]
    public string Attribution { get; set; } = "";

    /// <summary>True when the operator of the network itself says where its addresses are used.</summary>
    internal bool IsOperators => Format is not (FeedFormat.Cidr or FeedFormat.TorExits or FeedFormat.Mmdb
        or FeedFormat.Csv);

    internal TimeSpan MaxAge => TimeSpan.FromHours(MaxAgeHours);

    /// <summary>The kinds of network that the feed can name: what is looked for once it is loaded.</summary>
    internal IEnumerable<NetworkKind> Kinds => Format switch
    {
        FeedFormat.TorExits => [NetworkKind.Tor],
        FeedFormat.AppleRelay => [NetworkKind.Relay],
        FeedFormat.AwsRanges or FeedFormat.GoogleRanges or FeedFormat.AzureRanges or FeedFormat.OracleRanges =>
            [NetworkKind.Hosting],
        FeedFormat.Mmdb or FeedFormat.Csv => (FeedMappings.Of(this)?.Kinds ?? []).Select(rule => rule.Kind).Distinct(),
        _ => Kind is { } kind ? [kind] : [],
    };
}
