using System.Net;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Mmdb;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Mmdb;

public sealed class MmdbSourceTests : IDisposable
{
    private static readonly DateTimeOffset Built = ShippedTables.Now.AddDays(-3);

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void An_operators_own_file_answers_before_the_data_that_ships()
    {
        Write(("8.8.8.0/24", GeoIp2("SG", null)), ("9.9.9.0/24", GeoIp2("GB", "ENG")));
        var locator = Load();
        var found = locator.Locate(IPAddress.Parse("8.8.8.8")).Evidence;
        Assert.Equal(("SG", Confidence.Medium, true), (found.Best.ToString(), found.Confidence, found.Disputed));
        Assert.Equal(["own"], found.Candidates[0].Sources);
        var part = locator.Locate(IPAddress.Parse("9.9.9.9")).Evidence.Candidates[0].Subdivision;
        Assert.Equal("GB-ENG", part.ToString());
        Assert.Equal("US", locator.Locate(IPAddress.Parse("8.8.4.4")).Territory.ToString());
        Assert.Equal(("own", SourceMethod.OwnFile, "SG"), Summary(locator.Explain(IPAddress.Parse("8.8.8.8"))[0]));
        var source = locator.Sources[0];
        Assert.Equal(("own", true, Built), (source.Name, source.Healthy, source.BuildEpoch));
    }

    [Fact]
    public void It_is_asked_for_the_address_inside_the_address_and_never_for_special_ones()
    {
        Write(("8.8.8.0/24", GeoIp2("SG", null)), ("10.0.0.0/8", GeoIp2("SG", null)));
        var locator = Load();
        var embedded = locator.Locate(IPAddress.Parse("2002:808:808::1"));
        Assert.Equal(("SG", AddressForm.SixToFour), (embedded.Territory.ToString(), embedded.Form));
        Assert.Equal(NetworkKind.Special, locator.Locate(IPAddress.Parse("10.1.1.1")).Evidence.Network);
        Assert.Equal("CN", locator.Locate(IPAddress.Parse("2001:250::1")).Territory.ToString());
    }

    [Fact]
    public void Fields_are_where_the_operator_says()
    {
        Write(("8.8.8.0/24", new Dictionary<string, object> { ["cc"] = "SG", ["region"] = "SG-01" }));
        var found = Load(territory: "cc", subdivision: "region").Locate(IPAddress.Parse("8.8.8.8")).Evidence;
        Assert.Equal("SG-01", found.Candidates[0].Subdivision.ToString());
    }

    [Fact]
    public void A_wrong_field_is_refused_before_it_can_answer()
    {
        Write(("0.0.0.0/1", new Dictionary<string, object> { ["cc"] = "Singapore" }));
        var refused = Assert.Throws<InvalidDataException>(() => Load(territory: "cc"));
        Assert.Contains("is its field right", refused.Message);
    }

    [Fact]
    public void A_missing_or_foreign_file_is_refused_by_name()
    {
        File.WriteAllText(path, "not an address file");
        Assert.Contains("'own'", Assert.Throws<InvalidDataException>(() => Load()).Message);
        File.Delete(path);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Load()).Message);
    }

    [Fact]
    public void A_file_from_the_future_is_refused()
    {
        var future = ShippedTables.Now.AddDays(30);
        File.WriteAllBytes(path, MmdbFileWriter.Write(future, ("8.8.8.0/24", GeoIp2("SG", null))));
        Assert.Throws<InvalidDataException>(() => Load());
    }

    [Fact]
    public void A_bad_reload_leaves_the_data_in_use()
    {
        Write(("8.8.8.0/24", GeoIp2("SG", null)));
        var locator = Load();
        File.WriteAllText(path, "damaged");
        Assert.Throws<InvalidDataException>(() => locator.Reload(ShippedTables.Now));
        Assert.Equal(1, locator.Generation);
        Assert.Equal("SG", locator.Locate(IPAddress.Parse("8.8.8.8")).Territory.ToString());
    }

    [Fact]
    public void Damage_that_shows_only_at_a_look_up_leaves_the_source_out_and_the_others_answering()
    {
        // A record that points past the end, in a network too small for the canaries to meet.
        var bytes = MmdbFileWriter.Write(Built, ("8.8.8.8/32", GeoIp2("SG", null)));
        var place = bytes.AsSpan().IndexOf("iso_code"u8);
        bytes[place - 1] = 0x3F;
        bytes[place] = 0xFF;
        File.WriteAllBytes(path, bytes);
        var locator = Load();
        Assert.True(locator.Sources[0].Healthy);
        Assert.Equal("US", locator.Locate(IPAddress.Parse("8.8.8.8")).Territory.ToString());
        Assert.False(locator.Sources[0].Healthy);
    }

    [Fact]
    public void Any_damage_is_refused_at_load_or_survived_at_look_up()
    {
        var good = MmdbFileWriter.Write(Built, ("8.8.8.0/24", GeoIp2("SG", "01")), ("9.0.0.0/8", GeoIp2("GB", "ENG")));
        var random = new Random(8);
        for (var i = 0; i < 300; i++)
        {
            var bad = good.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bad);
            try
            {
                var source = MmdbSource.Load(Options(), ShippedTables.Now);
                source.Find(IPAddress.Parse("8.8.8.8"));
                source.Find(IPAddress.Parse("9.9.9.9"));
                Assert.Equal(source.Failures == 0, source.Healthy);
            }
            catch (InvalidDataException)
            {
                // Refused by name.
            }
        }
    }

    private MmdbSourceOptions Options(
        string territory = "country.iso_code", string subdivision = "subdivisions.0.iso_code") =>
        new() { Name = "own", Path = path, TerritoryField = territory, SubdivisionField = subdivision };

    private AddressLocator Load(
        string territory = "country.iso_code", string subdivision = "subdivisions.0.iso_code")
    {
        var options = new GeolocationOptions { MmdbFiles = { Options(territory, subdivision) } };
        return AddressLocator.Load(options, ShippedTables.Now);
    }

    private void Write(params (string Network, object Record)[] rows) =>
        File.WriteAllBytes(path, MmdbFileWriter.Write(Built, rows));

    private static Dictionary<string, object> GeoIp2(string territory, string? subdivision)
    {
        var country = new Dictionary<string, object> { ["iso_code"] = territory };
        var record = new Dictionary<string, object> { ["country"] = country };
        if (subdivision is not null)
            record["subdivisions"] = new object[] { new Dictionary<string, object> { ["iso_code"] = subdivision } };
        return record;
    }

    private static (string, SourceMethod, string?) Summary(SourceAnswer answer) =>
        (answer.Source, answer.Method, answer.Raw);
}
