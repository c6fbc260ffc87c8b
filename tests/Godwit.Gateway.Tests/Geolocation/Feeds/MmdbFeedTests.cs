using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Gateway.Geolocation.Feeds.Formats;
using Godwit.Gateway.Tests.Geolocation.Mmdb;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Feeds;

public sealed class MmdbFeedTests
{
    private static readonly DateTimeOffset Built = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Records_are_read_by_a_preset()
    {
        var rows = Read(FeedPreset.Ip2proxy, MmdbFileWriter.Write(Built,
            ("192.0.2.0/25", Record(("proxy_type", "TOR"))),
            ("192.0.2.128/25", Record(("proxy_type", "EDU"))),
            ("198.51.100.0/24", Record(("proxy_type", "res")))));
        Assert.Equal(["192.0.2.0/25 tor", "198.51.100.0/24 residential_proxy"], FeedReaderTests.Text(rows));
        Assert.Equal((3, Built), (rows.Good, rows.BuildEpoch!.Value));
    }

    [Fact]
    public void A_record_may_name_several_kinds_and_lists_of_them()
    {
        var privacy = Read(FeedPreset.IpinfoPrivacy, MmdbFileWriter.Write(
            Built, ("192.0.2.0/24", Record(("vpn", "true"), ("hosting", "true"), ("tor", "false")))));
        Assert.Equal(["192.0.2.0/24 vpn hosting"], FeedReaderTests.Text(privacy));
        var tunnels = new object[] { Record(("type", "PROXY")), Record(("type", "TOR")) };
        var spur = Read(FeedPreset.Spur, MmdbFileWriter.Write(Built,
            ("192.0.2.0/24", new Dictionary<string, object> { ["tunnels"] = tunnels })));
        Assert.Equal(["192.0.2.0/24 tor public_proxy"], FeedReaderTests.Text(spur));
    }

    [Fact]
    public void A_mapping_can_give_territory_and_part()
    {
        var mapping = new FeedMapping { Territory = "country.iso_code", Subdivision = "parts.0" };
        var content = MmdbFileWriter.Write(Built, ("192.0.2.0/24", new Dictionary<string, object>
        {
            ["country"] = Record(("iso_code", "GB")), ["parts"] = new object[] { "ENG" },
        }));
        var options = FeedReaderTests.Options(FeedFormat.Mmdb) with { Mapping = mapping };
        Assert.Equal(["192.0.2.0/24 GB-ENG"], FeedReaderTests.Text(FeedReader.Read(options, content)));
    }

    [Fact]
    public void Damage_anywhere_is_refused_or_survived()
    {
        var sound = MmdbFileWriter.Write(Built,
            ("192.0.2.0/25", Record(("proxy_type", "TOR"))), ("198.51.100.0/24", Record(("proxy_type", "VPN"))));
        var random = new Random(7);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var damaged = sound[..(i % 4 == 0 ? random.Next(sound.Length) : sound.Length)];
            for (var hit = 0; hit < 3 && damaged.Length > 0; hit++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                Read(FeedPreset.Ip2proxy, damaged);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 3000);
    }

    private static FeedRows Read(FeedPreset preset, byte[] content) =>
        FeedReader.Read(FeedReaderTests.Options(FeedFormat.Mmdb) with { Preset = preset }, content);

    private static Dictionary<string, object> Record(params (string Key, string Value)[] fields) =>
        fields.ToDictionary(field => field.Key, field => (object)field.Value);
}
