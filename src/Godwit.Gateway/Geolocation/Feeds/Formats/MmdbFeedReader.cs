using System.Globalization;
using Godwit.Policy.Territories;
using MaxMind.Db;

namespace Godwit.Gateway.Geolocation.Feeds.Formats;

/// <summary>Reads an MMDB file by a mapping, whole: a look-up of a request never decodes a record.</summary>
internal sealed class MmdbFeedReader(FeedMapping mapping, FeedRows rows)
{
    private readonly (FeedKindRule Rule, string[] Path)[] kinds =
        [.. mapping.Kinds.Select(rule => (rule, rule.Field.Split('.')))];

    private readonly string[]? territory = mapping.Territory?.Split('.');
    private readonly string[]? subdivision = mapping.Subdivision?.Split('.');
    private readonly Dictionary<int, FeedClaim> decoded = [];

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void Read(byte[] content)
    {
        try
        {
            using var reader = new Reader(new MemoryStream(content, writable: false));
            var about = reader.Metadata;
            rows.BuildEpoch = new DateTimeOffset(DateTime.SpecifyKind(about.BuildDate, DateTimeKind.Utc));
            var tree = new MmdbTree(content, about.IPVersion == 6);
            tree.Walk((network, record) => Add(reader, network, record));
        }
        catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException($"it is no MMDB file that can be read: {e.Message}", e);
        }
    }

    private void Add(Reader reader, FeedPrefix network, int record)
    {
        if (!decoded.TryGetValue(record, out var claim))
        {
            var fields = reader.Find<Dictionary<string, object>>(MmdbTree.AddressOf(network));
            decoded[record] = claim = fields is null ? default : Claim(fields);
        }

        rows.AddGood();
        rows.Add(network, claim);
    }

    private FeedClaim Claim(Dictionary<string, object> record)
    {
        var found = default(NetworkKinds);
        foreach (var (rule, path) in kinds)
        {
            if (Find(record, path).Any(value => FieldValues.Matches(rule, value)))
                found = found.With(NetworkKinds.Of(rule.Kind));
        }

        var code = TerritoryCatalog.FromData(territory is null ? null : Find(record, territory).FirstOrDefault());
        var part = subdivision is null ? null : Find(record, subdivision).FirstOrDefault();
        return new FeedClaim(found, code, FieldValues.Subdivision(part, code), null);
    }

    private static IEnumerable<string> Find(object? value, ReadOnlyMemory<string> path)
    {
        if (path.IsEmpty)
            return value is null ? [] : [Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""];
        var (step, rest) = (path.Span[0], path[1..]);
        return value switch
        {
            IReadOnlyDictionary<string, object> map => Find(map.GetValueOrDefault(step), rest),
            IReadOnlyList<object> list when step == "*" => list.SelectMany(item => Find(item, rest)),
            IReadOnlyList<object> list when int.TryParse(step, out var place) && (uint)place < list.Count =>
                Find(list[place], rest),
            _ => [],
        };
    }
}
