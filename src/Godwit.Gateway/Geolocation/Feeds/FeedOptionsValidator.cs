using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>Checks what an operator wrote about feeds and names everything that is wrong.</summary>
public static class FeedOptionsValidator
{
    /// <summary>Everything that is wrong, a line each, with the feed's name and the key.</summary>
    public static IReadOnlyList<string> Validate(IReadOnlyList<FeedOptions> feeds)
    {
        var errors = new List<string>();
        foreach (var twice in feeds.GroupBy(feed => feed.Name).Where(group => group.Count() > 1))
            errors.Add($"feed '{twice.Key}': name: is given to {twice.Count()} feeds");
        foreach (var feed in feeds)
            errors.AddRange(Check(feed).Select(error => $"feed '{feed.Name}': {error}"));
        return errors;
    }

    private static IEnumerable<string> Check(FeedOptions feed)
    {
        // The name is part of a file's name in the data folder.
        if (feed.Name.Length is 0 or > 60 || !feed.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)
            || c == '-'))
            yield return "name: accepted: up to 60 lower-case letters, digits and hyphens";
        if (feed.Path is null == feed.Url is null)
            yield return "path, url: exactly one of them is needed";
        if (feed.Url is { } url && !IsFetchable(url))
            yield return $"url: '{url}' is not accepted; accepted: https, or http on this machine";
        foreach (var (key, value, most) in Numbers(feed))
        {
            if (value < 1 || value > most)
                yield return $"{key}: is {value}; accepted: 1 to {most}";
        }

        foreach (var error in CheckMeaning(feed))
            yield return error;
    }

    private static (string Key, int Value, int Most)[] Numbers(FeedOptions feed) =>
    [
        ("refresh_minutes", feed.RefreshMinutes, 44_640), ("max_age_hours", feed.MaxAgeHours, 87_600),
        ("max_bytes", feed.MaxBytes, 1 << 30), ("max_bad_percent", feed.MaxBadPercent, 100),
        ("max_change_percent", feed.MaxChangePercent, 1_000_000),
    ];

    private static IEnumerable<string> CheckMeaning(FeedOptions feed)
    {
        if (feed.Format == FeedFormat.Cidr && feed.Kind is null)
            yield return "kind: is needed with format cidr";
        if (feed.Kind is not null && feed.Format is not (FeedFormat.Cidr or FeedFormat.Geofeed))
            yield return "kind: belongs to the formats cidr and geofeed";
        if (feed.Kind is { } kind && !IsKind(kind))
            yield return "kind: accepted: tor, public_proxy, residential_proxy, vpn, relay, hosting, satellite, "
                + "anycast";
        var isMapped = feed.Format is FeedFormat.Mmdb or FeedFormat.Csv;
        if (isMapped && feed.Preset is null == feed.Mapping is null)
            yield return "preset, mapping: exactly one of them is needed with formats mmdb and csv";
        if (!isMapped && (feed.Preset is not null || feed.Mapping is not null))
            yield return "preset, mapping: belong to the formats mmdb and csv";
        if (isMapped && FeedMappings.Of(feed) is { } mapping)
        {
            foreach (var error in CheckMapping(feed.Format, mapping))
                yield return error;
        }
    }

    private static IEnumerable<string> CheckMapping(FeedFormat format, FeedMapping mapping)
    {
        if (mapping.Kinds.Count == 0 && mapping.Territory is null)
            yield return "mapping: names neither kinds nor a territory";
        if (mapping.Kinds.Any(rule => !IsKind(rule.Kind)))
            yield return "mapping.kinds: a kind is not one that a feed can name";
        if (format == FeedFormat.Csv && mapping.Prefix is null == mapping.First is null)
            yield return "mapping: csv needs either prefix or first";
        if (mapping.Delimiter.Length != 1)
            yield return "mapping.delimiter: is not one character";
        if (!mapping.Header && Columns(mapping).Any(column => !int.TryParse(column, out _)))
            yield return "mapping: without a header, columns are numbers from 0";
    }

    private static IEnumerable<string> Columns(FeedMapping mapping) =>
        new[] { mapping.Prefix, mapping.First, mapping.Last, mapping.Territory, mapping.Subdivision }
            .OfType<string>().Concat(mapping.Kinds.Select(rule => rule.Field));

    private static bool IsKind(NetworkKind kind) => kind is > NetworkKind.Unclassified and < NetworkKind.Special;

    private static bool IsFetchable(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
