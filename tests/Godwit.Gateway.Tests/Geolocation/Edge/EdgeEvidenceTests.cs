using Godwit.Gateway.Geolocation.Edge;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Edge;

public sealed class EdgeEvidenceTests
{
    [Fact]
    public void An_edge_that_agrees_is_named_and_makes_nothing_surer_than_high()
    {
        var combined = Combine(Located("DE", Confidence.High), "DE");
        Assert.Equal(["ipfire", "cf-ipcountry"], combined.Candidates.Single().Sources);
        Assert.Equal((Confidence.High, false), (combined.Confidence, combined.Disputed));
        Assert.Equal(Confidence.Certain, Combine(Located("DE", Confidence.Certain), "DE").Confidence);
        Assert.Equal(Confidence.Medium, Combine(Located("DE", Confidence.Medium), "DE").Confidence);
    }

    [Fact]
    public void An_edge_backs_a_source_that_stood_alone()
    {
        Assert.Equal(Confidence.Medium, Combine(Located("DE", Confidence.Low), "DE").Confidence);
        var hidden = Located("DE", Confidence.Low) with { Network = NetworkKind.Vpn };
        Assert.Equal(Confidence.Low, Combine(hidden, "DE").Confidence);
    }

    [Theory]
    [InlineData(Confidence.Certain, Confidence.Medium)]
    [InlineData(Confidence.High, Confidence.Medium)]
    [InlineData(Confidence.Low, Confidence.Low)]
    public void An_edge_that_differs_makes_it_disputed_and_does_not_replace_the_best_answer(
        Confidence before, Confidence after)
    {
        var combined = Combine(Located("DE", before), "CN");
        Assert.Equal("DE", combined.Best.ToString());
        Assert.Equal(["DE", "CN"], combined.Candidates.Select(c => c.Territory.ToString()));
        Assert.Equal((after, true), (combined.Confidence, combined.Disputed));
    }

    [Fact]
    public void An_edge_that_sides_with_the_other_answer_leaves_little()
    {
        var address = Located("HK", Confidence.Medium) with
        {
            Disputed = true,
            Candidates = [Candidate("HK", "ipfire"), Candidate("CN", "dbip-lite")],
        };
        var combined = Combine(address, "CN");
        Assert.Equal((Confidence.Low, true), (combined.Confidence, combined.Disputed));
        Assert.Equal(["dbip-lite", "cf-ipcountry"], combined.Candidates[1].Sources);
    }

    [Theory]
    [InlineData("FR", Confidence.Medium)]
    [InlineData("US", Confidence.Low)]
    public void Where_only_the_registration_is_known_the_edge_is_the_best_answer(string registered, Confidence expected)
    {
        var code = TerritoryCode.Parse(registered);
        var address = new AddressEvidence
        {
            Best = code, Registered = code, Confidence = Confidence.Low,
            Candidates = [new TerritoryCandidate(code, default, ["iptoasn"]) { RegistrationOnly = true }],
        };
        var combined = Combine(address, "FR");
        Assert.Equal(("FR", expected, false), (combined.Best.ToString(), combined.Confidence, combined.Disputed));
        Assert.Equal(["cf-ipcountry"], combined.Candidates.Single().Sources);
    }

    [Fact]
    public void Tor_is_a_kind_of_network_and_no_territory()
    {
        var combined = Combine(Located("DE", Confidence.High), "T1");
        Assert.Equal(("DE", NetworkKind.Tor), (combined.Best.ToString(), combined.Network));
        Assert.Equal(Confidence.Low, combined.Confidence);
        Assert.Equal(["cf-ipcountry"], combined.NetworkSources);
        Assert.Contains(NetworkKind.Tor, combined.Coverage);
    }

    [Fact]
    public void An_address_that_is_nobodys_stays_nobodys()
    {
        var special = new AddressEvidence { Network = NetworkKind.Special, SpecialPurpose = "Private-Use" };
        Assert.Same(special, Combine(special, "DE"));
        Assert.Same(special, Combine(special, "T1"));
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("EU")]
    [InlineData("AP")]
    [InlineData("ZZ")]
    [InlineData("??")]
    [InlineData("A1")]
    [InlineData("A2")]
    [InlineData("AN")]
    [InlineData("de")]
    [InlineData("DEU")]
    [InlineData(" DE")]
    [InlineData("DE, CN")]
    [InlineData("D")]
    [InlineData("")]
    public void What_names_no_territory_says_nothing(string code) => Assert.False(EdgeClaim.Read(code).HasValue);

    [Fact]
    public void Two_lines_were_not_both_written_by_the_edge() =>
        Assert.False(EdgeClaim.Read(new(["DE", "DE"])).HasValue);

    [Fact]
    public void UK_is_GB() => Assert.Equal("GB", EdgeClaim.Read("UK").Territory.ToString());

    private static AddressEvidence Combine(AddressEvidence address, string code) =>
        EdgeEvidence.Combine(address, EdgeClaim.Read(code), "cf-ipcountry");

    private static AddressEvidence Located(string territory, Confidence confidence) => new()
    {
        Best = TerritoryCode.Parse(territory), Confidence = confidence, Candidates = [Candidate(territory, "ipfire")],
    };

    private static TerritoryCandidate Candidate(string territory, string source) =>
        new(TerritoryCode.Parse(territory), default, [source]);
}
