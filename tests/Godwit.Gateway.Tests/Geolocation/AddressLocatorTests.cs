using System.Net;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation;

public sealed class AddressLocatorTests
{
    [Theory]
    [InlineData("111.13.101.208", "CN")] // China Mobile
    [InlineData("114.114.114.114", "CN")]
    [InlineData("8.8.8.8", "US")]
    [InlineData("175.45.176.1", "KP")]
    [InlineData("5.200.200.200", "IR")]
    [InlineData("77.88.8.8", "RU")]
    [InlineData("194.158.192.1", "BY")]
    [InlineData("200.55.128.1", "CU")]
    [InlineData("168.126.63.1", "KR")]
    [InlineData("202.12.27.33", "JP")]
    [InlineData("2001:250::1", "CN")] // CERNET2
    [InlineData("2001:da8:202::1", "CN")]
    public void Knows_well_known_addresses(string address, string territory)
    {
        var found = Locate(address);
        Assert.Equal(territory, found.Territory.ToString());
        Assert.Equal((Confidence.High, AddressForm.Native), (found.Evidence.Confidence, found.Form));
        Assert.Contains("ipfire", found.Evidence.Candidates[0].Sources);
    }

    [Theory]
    [InlineData("0.0.0.0", "This network")]
    [InlineData("192.168.1.1", "Private-Use")]
    [InlineData("10.0.0.5", "Private-Use")]
    [InlineData("172.31.255.255", "Private-Use")]
    [InlineData("100.64.0.1", "Shared Address Space")]
    [InlineData("127.0.0.1", "Loopback")]
    [InlineData("169.254.169.254", "Link Local")]
    [InlineData("203.0.113.1", "Documentation (TEST-NET-3)")]
    [InlineData("198.19.255.255", "Benchmarking")]
    [InlineData("192.88.99.1", "Deprecated (6to4 Relay Anycast)")]
    [InlineData("239.1.1.1", "Multicast")]
    [InlineData("255.255.255.255", "Limited Broadcast")]
    [InlineData("255.255.255.254", "Reserved")]
    [InlineData("::", "Unspecified Address")]
    [InlineData("::1", "Loopback Address")]
    [InlineData("::2", "Reserved by IETF")]
    [InlineData("::8.8.8.8", "Reserved by IETF")]
    [InlineData("64:ff9b:1::8.8.8.8", "IPv4-IPv6 Translation (local use)")]
    [InlineData("2001:db8::1", "Documentation")]
    [InlineData("3fff:fff::1", "Documentation")]
    [InlineData("2001:20::1", "ORCHIDv2")]
    [InlineData("fd00::1", "Unique-Local")]
    [InlineData("fe80::1", "Link-Local Unicast")]
    [InlineData("ff02::1", "Multicast")]
    [InlineData("::ffff:192.168.1.1", "Private-Use")]
    [InlineData("64:ff9b::10.0.0.1", "Private-Use")]
    [InlineData("2002:c0a8:0101::1", "Private-Use")]
    public void Special_purpose_addresses_are_nobodys(string address, string name)
    {
        var evidence = Locate(address).Evidence;
        Assert.Equal((NetworkKind.Special, name), (evidence.Network, evidence.SpecialPurpose));
        Assert.False(evidence.Best.HasValue);
        Assert.Empty(evidence.Candidates);
    }

    [Theory]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.169.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:200::1")]
    public void The_addresses_next_to_them_are_public(string address) =>
        Assert.NotEqual(NetworkKind.Special, Locate(address).Evidence.Network);

    [Theory]
    [InlineData("::ffff:111.13.101.208", AddressForm.Mapped, Confidence.High)]
    [InlineData("64:ff9b::111.13.101.208", AddressForm.Nat64, Confidence.High)]
    [InlineData("2002:6f0d:65d0:1234::1", AddressForm.SixToFour, Confidence.Medium)]
    [InlineData("2001:0:4136:e378:8000:63bf:90f2:9a2f", AddressForm.Teredo, Confidence.Medium)]
    public void Finds_the_address_inside_the_address(string address, AddressForm form, Confidence confidence)
    {
        var found = Locate(address);
        Assert.Equal(("CN", form, confidence), (found.Territory.ToString(), found.Form, found.Evidence.Confidence));
    }

    [Fact]
    public void Names_the_part_of_a_territory_where_a_source_knows_it()
    {
        var crimea = ShippedRegionAddress("UA-43");
        var evidence = ShippedTables.Locator.Locate(crimea).Evidence;
        var candidate = evidence.Candidates.Single(c => c.Subdivision.ToString() == "UA-43");
        Assert.Contains("dbip-regions", candidate.Sources);
    }

    [Theory]
    [InlineData("109.237.104.1", "UA-43")] // Miranda-Media
    [InlineData("109.110.64.1", "UA-40")] // Lancom
    [InlineData("193.239.24.1", "UA-09")] // Luhansk
    public void Names_it_by_the_announcing_network_where_tables_of_countries_say_another_territory(
        string address, string part)
    {
        var evidence = Locate(address).Evidence;
        var candidate = evidence.Candidates.Single(c => c.Subdivision.ToString() == part);
        Assert.Contains("contested-networks", candidate.Sources);
        Assert.Equal(("RU", true), (evidence.Best.ToString(), evidence.Disputed));
        Assert.True(evidence.Confidence <= Confidence.Medium);
    }

    [Fact]
    public void Explains_what_each_source_says_in_its_own_words()
    {
        var rows = ShippedTables.Locator.Explain(IPAddress.Parse("111.13.101.208"));
        Assert.Equal(
            ["ipfire", "dbip-lite", "dbip-regions", "contested-networks", "iptoasn"], rows.Select(r => r.Source));
        Assert.Equal(["CN", "CN", null, null, "CN"], rows.Select(r => r.Raw));
        var special = ShippedTables.Locator.Explain(IPAddress.Parse("192.168.1.1"))[0];
        Assert.Equal(("iana", SourceMethod.Registry, "Private-Use"), (special.Source, special.Method, special.Raw));
    }

    [Fact]
    public void Says_where_its_data_is_from_and_under_which_licence()
    {
        var sources = ShippedTables.Locator.Sources;
        Assert.Equal(
            [
                "ipfire CC-BY-SA-4.0", "dbip-lite CC-BY-4.0", "dbip-regions CC-BY-4.0", "contested-networks CC-BY-4.0",
                "iptoasn PDDL-1.0",
            ],
            sources.Select(s => $"{s.Name} {s.Licence}"));
        Assert.All(sources, s => Assert.True(s is { Healthy: true, Sha256.Length: 64 }));
        Assert.All(sources, s => Assert.True(s.Ranges > (s.Name == "contested-networks" ? 100 : 500)));
        Assert.All(sources, s => Assert.Equal((2026, 6), (s.BuildEpoch.Year, s.BuildEpoch.Month)));
        Assert.Contains("https://db-ip.com", sources[1].Attribution);
    }

    [Fact]
    public void A_reload_makes_a_higher_generation_and_judges_the_age_anew()
    {
        var locator = Godwit.Gateway.Geolocation.AddressLocator.LoadEmbedded(ShippedTables.Now);
        var address = IPAddress.Parse("111.13.101.208");
        Assert.Equal((1, Confidence.High), Summary(locator.Locate(address)));
        locator.Reload(ShippedTables.Now.AddYears(1));
        Assert.Equal((2, Confidence.Medium), Summary(locator.Locate(address)));
    }

    [Theory]
    [InlineData("111.13.101.208")]
    [InlineData("2001:250::1")]
    [InlineData("192.168.1.1")]
    [InlineData("2002:6f0d:65d0:1234::1")]
    public void An_answer_that_was_met_before_costs_no_allocation(string text)
    {
        var address = IPAddress.Parse(text);
        var first = ShippedTables.Locator.Locate(address);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            ShippedTables.Locator.Locate(address);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(first.Evidence, ShippedTables.Locator.Locate(address).Evidence);
    }

    private static IPAddress ShippedRegionAddress(string code)
    {
        var regions = ShippedTables.Files.Single(f => f.Description.Header.Name == "dbip-regions");
        var cursor = regions.OpenV4();
        while (cursor.MoveNext())
        {
            if (regions.Description.Answers[cursor.Answer].Raw == code)
                return new Godwit.Gateway.Geolocation.Chain.NumericAddress(cursor.Start, true).ToIPAddress();
        }

        throw new InvalidOperationException($"No range of {code} ships.");
    }

    private static (int, Confidence) Summary(Location found) => (found.Generation, found.Evidence.Confidence);

    private static Location Locate(string address) => ShippedTables.Locator.Locate(IPAddress.Parse(address));
}
