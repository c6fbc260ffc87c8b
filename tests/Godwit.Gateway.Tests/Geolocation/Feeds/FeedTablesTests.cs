using System.Text;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Gateway.Geolocation.Feeds.Formats;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Feeds;

public sealed class FeedTablesTests
{
    private static readonly string[] Territories = ["", "DE", "FR", "US", "JP"];

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(5, false)]
    [InlineData(6, false)]
    public void A_look_up_finds_what_a_walk_over_all_rows_finds(int seed, bool isV4)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 4).Select(_ => RandomRows(random, isV4)).ToArray();
        var feeds = rows.Select((row, i) => Load(i, row)).ToArray();
        var tables = FeedTables.Merge(feeds, (_, why) => Assert.Fail(why));
        for (var i = 0; i < 20_000; i++)
        {
            var address = Probe(random, rows, isV4);
            var found = tables.Votes(address, tables.Find(address)).ToDictionary(v => v.Feed, v => v.Claim);
            for (var feed = 0; feed < feeds.Length; feed++)
                Assert.Equal(Naive(rows[feed], address, feed), found.GetValueOrDefault(feeds[feed]));
        }
    }

    [Fact]
    public void What_does_not_fit_is_left_out_and_the_others_answer()
    {
        // Every /24 with a subdivision of its own, laid over 36 x 36 other ones, are more pairs than can be numbered.
        var first = Load(0, [.. Enumerable.Range(0, 40_000).Select(i => Row(0x0B00_0000u + ((uint)i << 8), 8, i))]);
        var second = Load(1, [.. Enumerable.Range(0, 40_000).Select(
            i => Row(0x0B00_0080u + ((uint)i << 8), 7, i + 1))]);
        var left = new List<string>();
        var tables = FeedTables.Merge([first, second], (feed, why) => left.Add($"{feed.Options.Name}: {why}"));
        var only = Assert.Single(left);
        Assert.StartsWith("feed-1: with the feeds before it there are over", only, StringComparison.Ordinal);
        var address = new NumericAddress(0x0B00_0081, true);
        Assert.Equal(first, Assert.Single(tables.Votes(address, tables.Find(address))).Feed);
    }

    private static (FeedPrefix, string) Row(uint first, int hostBits, int number)
    {
        const string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var code = $"{digits[number / 1296 % 36]}{digits[number / 36 % 36]}{digits[number % 36]}";
        return (new FeedPrefix(first, hostBits, true), $"US,US-{code}");
    }

    private static List<(FeedPrefix Prefix, string Place)> RandomRows(Random random, bool isV4)
    {
        var rows = new List<(FeedPrefix, string)>();
        for (var i = 0; i < 300; i++)
        {
            // Few places and many lengths, so that ranges lie inside one another and repeat.
            var hostBits = random.Next(0, isV4 ? 20 : 100);
            var first = isV4 ? (UInt128)(0x2000_0000u | (uint)random.Next(1 << 22))
                : ((UInt128)0x2400_0000u << 96) | ((UInt128)random.Next(1 << 20) << random.Next(0, 84))
                    | (UInt128)random.Next(4);
            first = first >> hostBits << hostBits;
            rows.Add((new FeedPrefix(first, hostBits, isV4), Territories[random.Next(Territories.Length)]));
        }

        return rows;
    }

    private static LoadedFeed Load(int number, List<(FeedPrefix Prefix, string Place)> rows)
    {
        var text = string.Join('\n', rows.Select(row => $"{MmdbTree.AddressOf(row.Prefix)}/"
            + $"{(row.Prefix.IsV4 ? 32 : 128) - row.Prefix.HostBits},{row.Place}"));
        var options = new FeedOptions
        {
            Name = $"feed-{number}", Format = FeedFormat.Geofeed, Kind = (NetworkKind)(number + 1), Path = "unused",
        };
        var table = FeedCompiler.Compile(options, Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch, null);
        Assert.Equal(0, table.BadRows);
        return new LoadedFeed(options, table, false);
    }

    private static NumericAddress Probe(
        Random random, List<(FeedPrefix Prefix, string Place)>[] rows, bool isV4)
    {
        var prefix = rows[random.Next(rows.Length)][random.Next(300)].Prefix;
        var end = prefix.First + ((UInt128.One << prefix.HostBits) - 1);
        var bits = random.Next(4) switch
        {
            0 => prefix.First,
            1 => end,
            2 => prefix.First - 1,
            _ => end + 1,
        };
        return new NumericAddress(bits, isV4);
    }

    private static FeedClaim Naive(
        List<(FeedPrefix Prefix, string Place)> rows, NumericAddress address, int feed)
    {
        var holding = rows.Where(row => row.Prefix.First <= address.Bits
            && address.Bits - row.Prefix.First <= (UInt128.One << row.Prefix.HostBits) - 1).ToArray();
        if (holding.Length == 0)
            return default;
        var firstMet = rows.Select(row => row.Place).Distinct().ToList();
        var place = holding.Where(row => row.Place.Length > 0)
            .OrderBy(row => row.Prefix.HostBits).ThenBy(row => firstMet.IndexOf(row.Place))
            .Select(row => row.Place).FirstOrDefault();
        return FeedClaim.Of((NetworkKind)(feed + 1)) with
        {
            Territory = place is null ? default : TerritoryCode.Parse(place),
        };
    }
}
