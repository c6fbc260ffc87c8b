using System.Text.Json;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>What a feed says of a range.</summary>
/// <param name="Kinds">The kinds of network it belongs to.</param>
/// <param name="Territory">Where it is used; none when the feed does not say.</param>
/// <param name="Subdivision">The part of the territory, if said.</param>
/// <param name="CloudRegion">The cloud's own name of the place, e.g. <c>eu-west-1</c>.</param>
internal readonly record struct FeedClaim(
    NetworkKinds Kinds, TerritoryCode Territory, SubdivisionCode Subdivision, string? CloudRegion)
{
    public static FeedClaim Of(NetworkKind kind) => new(NetworkKinds.Of(kind), default, default, null);

    /// <summary>
    /// What holds inside a range that lies in a wider one: the kinds of both, and the narrower one's place.
    /// </summary>
    public FeedClaim Inside(FeedClaim wider) => new(
        Kinds.With(wider.Kinds),
        Territory.HasValue ? Territory : wider.Territory,
        Territory.HasValue ? Subdivision : wider.Subdivision,
        CloudRegion ?? wider.CloudRegion);

    public override string ToString()
    {
        var parts = Kinds.All().Select(kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString())).ToList();
        if (CloudRegion is not null)
            parts.Add(CloudRegion);
        if (Subdivision.HasValue)
            parts.Add(Subdivision.ToString());
        else if (Territory.HasValue)
            parts.Add(Territory.ToString());
        return string.Join(' ', parts);
    }
}
