using System.Text;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Gateway.Geolocation.Feeds.Formats;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Feeds;

public sealed class FeedReaderTests
{
    [Fact]
    public void A_list_has_addresses_prefixes_comments_and_remarks()
    {
        var rows = Read(FeedFormat.Cidr, """
            # networks that are sold as VPN
            192.0.2.0/25
            ; another way to remark
            198.51.100.7  # one exit

            2001:db8:7::/48
            ::ffff:203.0.113.0/120
            """, NetworkKind.Vpn);
        Assert.Equal((4, 0), (rows.Good, rows.Bad));
        Assert.Equal(
            ["192.0.2.0/25 vpn", "198.51.100.7/32 vpn", "203.0.113.0/24 vpn", "2001:db8:7::/48 vpn"], Text(rows));
    }

    [Theory]
    [InlineData("010.0.0.1", "is no address or prefix")]
    [InlineData("0x7f000001", "is no address or prefix")]
    [InlineData("192.0.2", "is no address or prefix")]
    [InlineData("192.0.2.0/33", "is no address or prefix")]
    [InlineData("192.0.2.0/-1", "is no address or prefix")]
    [InlineData("192.0.2.0/", "is no address or prefix")]
    [InlineData("2001:db8::/129", "is no address or prefix")]
    [InlineData("::ffff:192.0.2.0/24", "is no address or prefix")]
    [InlineData("fe80::1%eth0", "is no address or prefix")]
    [InlineData("<html>", "is no address or prefix")]
    [InlineData("0.0.0.0/0", "is wider than any network")]
    [InlineData("2000::/3", "is wider than any network")]
    [InlineData("192.0.2.1/24", "has bits set behind its prefix")]
    public void What_is_no_network_is_counted_and_told(string line, string problem)
    {
        var rows = Read(FeedFormat.Cidr, $"198.51.100.0/24\n{line}\n", NetworkKind.Vpn);
        Assert.Equal((1, 1), (rows.Good, rows.Bad));
        Assert.Equal([$"line 2: {problem}"], rows.Problems);
    }

    [Fact]
    public void Both_forms_of_tors_list_are_read()
    {
        var rows = Read(FeedFormat.TorExits, """
            ExitNode 0011BD2485AD45D984EC4159C88FC066E5E3300E
            Published 2026-08-22 05:00:00
            LastStatus 2026-08-22 06:00:00
            ExitAddress 192.0.2.99 2026-08-22 06:13:45
            198.51.100.1
            2001:db8::1
            """);
        Assert.Equal(["192.0.2.99/32 tor", "198.51.100.1/32 tor", "2001:db8::1/128 tor"], Text(rows));
        Assert.Equal((3, 0), (rows.Good, rows.Bad));
    }

    [Fact]
    public void Apples_list_gives_relays_with_their_users_territory()
    {
        var rows = Read(FeedFormat.AppleRelay, """
            192.0.2.0/31,GB,GB-EN,London,
            2001:db8:1::/64,US,US-CA,"San Jose, CA",
            198.51.100.0/32,DE,,,
            """);
        Assert.Equal(
            ["192.0.2.0/31 relay GB", "198.51.100.0/32 relay DE", "2001:db8:1::/64 relay US-CA"],
            Text(rows).Select(line => line.Replace("GB-EN", "GB", StringComparison.Ordinal)));
        Assert.Equal(0, rows.Bad);
    }

    [Fact]
    public void A_geofeed_may_begin_with_a_mark_and_have_comments_and_empty_places()
    {
        var rows = Read(FeedFormat.Geofeed, """
            ﻿# a geofeed
            192.0.2.0/24,US,US-AL,Alabaster,
            198.51.100.0/24,,,,
            2001:db8:5::/48,PL,PL-14,,02-784
            """);
        Assert.Equal(["192.0.2.0/24 US-AL", "2001:db8:5::/48 PL-14"], Text(rows));
        Assert.Equal((3, 0), (rows.Good, rows.Bad));
    }

    [Theory]
    [InlineData("192.0.2.0/24,USA,,", "'USA' is no ISO 3166-1 code")]
    [InlineData("192.0.2.0/24,us,,", "'us' is no ISO 3166-1 code")]
    [InlineData("192.0.2.0/24,UK,,", "'UK' is no ISO 3166-1 code")]
    [InlineData("192.0.2.0/24,EU,,", "'EU' is no ISO 3166-1 code")]
    [InlineData("192.0.2.0/24,US,NJ,", "'NJ' is no ISO 3166-2 code")]
    [InlineData("192.0.2.0/24,US,CA-ON,", "'CA-ON' is no part of 'US'")]
    [InlineData("2a02:/29,DE,,", "is no address or prefix")]
    [InlineData(",US,US-NJ,Newark,", "is no address or prefix")]
    [InlineData("192.0.2.0/24", "is no row of prefix, territory, subdivision, city")]
    [InlineData("192.0.2.0/24,\"US,,", "is no row of prefix, territory, subdivision, city")]
    public void A_geofeeds_codes_are_taken_strictly(string line, string problem)
    {
        var rows = Read(FeedFormat.Geofeed, line);
        Assert.Equal((0, 1), (rows.Good, rows.Bad));
        Assert.Equal([$"line 1: {problem}"], rows.Problems);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        var utf16 = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("192.0.2.0/24,US,,")).ToArray();
        Assert.Contains("UTF-16", Assert.Throws<InvalidDataException>(() => Feed(FeedFormat.Geofeed, utf16)).Message,
            StringComparison.Ordinal);
        Assert.Contains("binary", Assert.Throws<InvalidDataException>(() => Feed(FeedFormat.Cidr, [0, 1, 2])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_is_read_by_a_mapping_of_prefixes_or_of_ranges()
    {
        var own = new FeedMapping
        {
            Prefix = "net", Delimiter = ";", Territory = "cc",
            Kinds = [new FeedKindRule { Field = "use", Values = ["sat"], Kind = NetworkKind.Satellite }],
        };
        var rows = FeedReader.Read(Options(FeedFormat.Csv) with { Mapping = own }, Encoding.UTF8.GetBytes("""
            net;use;cc
            192.0.2.0/24;SAT;CA
            198.51.100.0/24;isp;??
            """));
        Assert.Equal(["192.0.2.0/24 satellite CA"], Text(rows));

        // 3221225985 is 192.0.2.1.
        var ip2proxy = FeedReader.Read(Options(FeedFormat.Csv) with { Preset = FeedPreset.Ip2proxy },
            """
            "3221225985","3221225988","VPN","DE"
            "3221226000","3221226000","DCH","US"
            "3221226001","3221226100","-","-"
            "3221226200","3221226100","TOR","US"
            """u8.ToArray());
        Assert.Equal(
            ["192.0.2.1/32 vpn", "192.0.2.2/31 vpn", "192.0.2.4/32 vpn", "192.0.2.16/32 hosting"], Text(ip2proxy));
        Assert.Equal((3, 1), (ip2proxy.Good, ip2proxy.Bad));
    }

    [Fact]
    public void A_csv_without_the_column_says_which_there_are()
    {
        var failure = Assert.Throws<InvalidDataException>(() => FeedReader.Read(
            Options(FeedFormat.Csv) with { Preset = FeedPreset.IpinfoPrivacy }, "start,end,vpn\n"u8.ToArray()));
        Assert.Contains("no column 'network'; it has: start, end, vpn", failure.Message, StringComparison.Ordinal);
    }

    internal static IEnumerable<string> Text(FeedRows rows)
    {
        var claims = rows.Claims();
        return rows.V4.Select(r => (Range: r, IsV4: true)).Concat(rows.V6.Select(r => (Range: r, IsV4: false)))
            .Select(r => $"{MmdbTree.AddressOf(new FeedPrefix(r.Range.First, 0, r.IsV4))}"
                + $"/{(r.IsV4 ? 32 : 128) - r.Range.HostBits} {claims[r.Range.Claim]}")
            .OrderBy(text => text.Contains(':', StringComparison.Ordinal));
    }

    internal static FeedOptions Options(FeedFormat format, NetworkKind? kind = null) =>
        new() { Name = "sample", Format = format, Kind = kind, Path = "unused" };

    private static FeedRows Read(FeedFormat format, string text, NetworkKind? kind = null) =>
        FeedReader.Read(Options(format, kind), Encoding.UTF8.GetBytes(text));

    private static FeedRows Feed(FeedFormat format, byte[] content) => FeedReader.Read(Options(format), content);
}
