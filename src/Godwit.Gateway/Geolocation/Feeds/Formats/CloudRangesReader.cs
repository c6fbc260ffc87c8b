using System.Globalization;
using System.Text.Json;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds.Formats;

/// <summary>Reads the ranges that clouds publish of themselves: hosting, in a cloud region, in its territory.</summary>
internal sealed class CloudRangesReader(FeedFormat cloud, FeedRows rows)
{
    private static readonly NetworkKinds Hosting = NetworkKinds.Of(NetworkKind.Hosting);

    private int row;

    /// <exception cref="InvalidDataException">It is not the cloud's file.</exception>
    public void Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(
                content.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? content[3..] : content);
            Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"it is not the cloud's JSON file: {e.Message}", e);
        }
    }

    private void Read(JsonElement root)
    {
        switch (cloud)
        {
            case FeedFormat.AwsRanges:
                rows.BuildEpoch = Instant(root, "createDate", "yyyy-MM-dd-HH-mm-ss");
                AddAll(root.GetProperty("prefixes"), "ip_prefix", null, "region");
                AddAll(root.GetProperty("ipv6_prefixes"), "ipv6_prefix", null, "region");
                break;
            case FeedFormat.GoogleRanges:
                rows.BuildEpoch = Instant(root, "creationTime", null);
                AddAll(root.GetProperty("prefixes"), "ipv4Prefix", "ipv6Prefix", "scope");
                break;
            case FeedFormat.AzureRanges:
                foreach (var value in root.GetProperty("values").EnumerateArray())
                    AddTexts(value.GetProperty("properties"));
                break;
            default:
                rows.BuildEpoch = Instant(root, "last_updated_timestamp", null);
                foreach (var region in root.GetProperty("regions").EnumerateArray())
                    AddAll(region.GetProperty("cidrs"), "cidr", null, Text(region, "region"), isName: true);
                break;
        }
    }

    private void AddTexts(JsonElement properties)
    {
        var region = Text(properties, "region");
        foreach (var prefix in properties.GetProperty("addressPrefixes").EnumerateArray())
            Add(prefix.GetString(), region);
    }

    private void AddAll(
        JsonElement list, string key, string? otherKey, string? region, bool isName = false)
    {
        foreach (var item in list.EnumerateArray())
        {
            var prefix = Text(item, key) ?? (otherKey is null ? null : Text(item, otherKey));
            Add(prefix, isName || region is null ? region : Text(item, region));
        }
    }

    private void Add(string? text, string? region)
    {
        row++;
        if (!FeedPrefix.TryParse(text, out var prefix, out var problem))
        {
            rows.AddBad(row, problem);
            return;
        }

        // "GLOBAL" and an empty text are no place.
        var place = string.IsNullOrEmpty(region) || region.Equals("global", StringComparison.OrdinalIgnoreCase)
            ? null : region.ToLowerInvariant();
        rows.AddGood();
        rows.Add(prefix, new FeedClaim(
            Hosting, place is null ? default : CloudTerritories.Of(cloud, place), default, place));
    }

    private static string? Text(JsonElement item, string key) =>
        item.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Instant(JsonElement root, string key, string? format)
    {
        var text = Text(root, key);
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var isRead = format is null
            ? DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var instant)
            : DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, styles, out instant);
        return isRead ? instant : null;
    }
}
