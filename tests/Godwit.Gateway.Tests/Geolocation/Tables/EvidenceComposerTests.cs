using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Tables;

public sealed class EvidenceComposerTests
{
    private static readonly TimeSpan New = TimeSpan.FromDays(10);

    [Theory]
    // ipfire, dbip-lite, iptoasn -> best, confidence, disputed
    [InlineData("CN", "CN", "CN", "CN", Confidence.High, false)]
    [InlineData("CN", "CN", "US", "CN", Confidence.High, false)]
    [InlineData("CN", "CN", null, "CN", Confidence.High, false)]
    [InlineData("CN", "HK", "CN", "CN", Confidence.Medium, true)]
    [InlineData("CN", "HK", "HK", "CN", Confidence.Low, true)]
    [InlineData("CN", "HK", null, "CN", Confidence.Low, true)]
    [InlineData("CN", null, "CN", "CN", Confidence.Medium, false)]
    [InlineData("CN", null, null, "CN", Confidence.Low, false)]
    [InlineData(null, "CN", "CN", "CN", Confidence.Medium, false)]
    [InlineData(null, "CH", null, "CH", Confidence.Low, false)]
    [InlineData(null, null, "CN", "CN", Confidence.Low, false)]
    [InlineData("EU", "DE", "DE", "DE", Confidence.Medium, false)]
    [InlineData("EU", "DE", "US", "DE", Confidence.Low, false)]
    [InlineData("UK", "GB", null, "GB", Confidence.High, false)]
    [InlineData("XK", "XK", "RS", "XK", Confidence.High, false)]
    public void Weighs_the_shipped_sources(
        string? ipfire, string? dbip, string? iptoasn, string best, Confidence confidence, bool disputed)
    {
        var evidence = Compose(Vote("ipfire", ipfire), Vote("dbip-lite", dbip), Vote("iptoasn", iptoasn));
        Assert.Equal((best, confidence, disputed), Summary(evidence));
        Assert.Equal(evidence.Best, evidence.Candidates[0].Territory);
    }

    [Theory]
    [InlineData("EU", "AP", "??")]
    [InlineData("A1", "T1", "ZZ")]
    [InlineData("XX", "A2", null)]
    [InlineData("AN", "CS", "SU")]
    [InlineData(null, null, null)]
    public void Codes_that_name_no_territory_are_no_candidates(string? ipfire, string? dbip, string? iptoasn)
    {
        var evidence = Compose(Vote("ipfire", ipfire), Vote("dbip-lite", dbip), Vote("iptoasn", iptoasn));
        Assert.False(evidence.Best.HasValue);
        Assert.Empty(evidence.Candidates);
        Assert.Equal(Confidence.None, evidence.Confidence);
    }

    [Fact]
    public void Registration_backs_a_candidate_and_makes_none_beside_others()
    {
        var evidence = Compose(Vote("ipfire", "HK"), Vote("dbip-lite", "HK"), Vote("iptoasn", "CN"));
        Assert.Equal(["ipfire", "dbip-lite"], Assert.Single(evidence.Candidates).Sources);
        Assert.Equal("CN", evidence.Registered.ToString());
        evidence = Compose(Vote("ipfire", "CN"), Vote("dbip-lite", "HK"), Vote("iptoasn", "HK"));
        Assert.Equal(["dbip-lite", "iptoasn"], evidence.Candidates[1].Sources);
        evidence = Compose(Vote("iptoasn", "CN"));
        Assert.Equal(["iptoasn"], Assert.Single(evidence.Candidates).Sources);
        Assert.True(evidence.Candidates[0].RegistrationOnly);
    }

    [Fact]
    public void A_region_table_adds_what_countries_cannot_know()
    {
        var crimea = Compose(Vote("ipfire", "RU"), Vote("dbip-lite", "RU"), Vote("dbip-regions", "UA-43"));
        Assert.Equal(("RU", Confidence.Medium, true), (crimea.Best.ToString(), crimea.Confidence, crimea.Disputed));
        Assert.Equal("UA-43", crimea.Candidates[1].Subdivision.ToString());

        var donetsk = Compose(Vote("ipfire", "UA"), Vote("dbip-lite", "UA"), Vote("dbip-regions", "UA-14"));
        Assert.Equal((Confidence.High, false), (donetsk.Confidence, donetsk.Disputed));
        Assert.Equal("UA-14", Assert.Single(donetsk.Candidates).Subdivision.ToString());

        // The region table comes from one of the others: it is no second opinion.
        var alone = Compose(Vote("dbip-lite", "UA"), Vote("dbip-regions", "UA-14"));
        Assert.Equal(Confidence.Low, alone.Confidence);
    }

    [Fact]
    public void A_part_by_who_announces_the_address_is_never_sure()
    {
        var agreed = Compose(Vote("ipfire", "UA"), Vote("dbip-lite", "UA"), Vote("contested-networks", "UA-43"));
        Assert.Equal(("UA", Confidence.Medium, false), Summary(agreed));
        Assert.Equal("UA-43", Assert.Single(agreed.Candidates).Subdivision.ToString());
        var differs = Compose(Vote("ipfire", "RU"), Vote("dbip-lite", "RU"), Vote("contested-networks", "UA-43"));
        Assert.Equal(("RU", Confidence.Medium, true), Summary(differs));
        Assert.Equal(Confidence.Low, Compose(Vote("contested-networks", "UA-43")).Confidence);
    }

    [Fact]
    public void An_operators_own_file_goes_first_and_is_confirmed_or_contradicted_like_any_other()
    {
        var confirmed = Compose(Vote("own", "SG"), Vote("ipfire", "SG"), Vote("dbip-lite", "US"));
        Assert.Equal(("SG", Confidence.Medium, true), Summary(confirmed));
        var alone = Compose(Vote("own", "SG"), Vote("ipfire", "US"), Vote("dbip-lite", "US"));
        Assert.Equal(("SG", Confidence.Medium, true), (alone.Best.ToString(), alone.Confidence, alone.Disputed));
        var agreed = Compose(Vote("own", "FR"), Vote("ipfire", "FR"));
        Assert.Equal(Confidence.High, agreed.Confidence);
    }

    [Theory]
    [InlineData("FR", 180, Confidence.High)]
    [InlineData("FR", 181, Confidence.Medium)]
    [InlineData("HK", 60, Confidence.High)]
    [InlineData("HK", 61, Confidence.Medium)]
    [InlineData("SG", 61, Confidence.Medium)]
    public void Agreement_of_old_data_is_worth_less(string code, int days, Confidence expected)
    {
        var age = TimeSpan.FromDays(days);
        Assert.Equal(expected, Compose(Vote("ipfire", code, age), Vote("dbip-lite", code)).Confidence);
        Assert.Equal(expected, Compose(Vote("ipfire", code), Vote("dbip-lite", code, age)).Confidence);
    }

    [Fact]
    public void Two_parts_of_a_territory_are_two_candidates_without_a_dispute()
    {
        var evidence = Compose(Vote("own", "UA-40"), Vote("dbip-regions", "UA-43"), Vote("ipfire", "UA"));
        Assert.Equal(["UA-40", "UA-43"], evidence.Candidates.Select(c => c.Subdivision.ToString()));
        Assert.False(evidence.Disputed);
    }

    private static (string, Confidence, bool) Summary(AddressEvidence evidence) =>
        (evidence.Best.ToString(), evidence.Confidence, evidence.Disputed);

    private static AddressEvidence Compose(params SourceVote[] votes) => EvidenceComposer.Compose(votes);

    private static SourceVote Vote(string source, string? raw, TimeSpan? age = null)
    {
        var method = source switch
        {
            "iptoasn" => SourceMethod.Registration,
            "dbip-regions" => SourceMethod.Regions,
            "contested-networks" => SourceMethod.RegionsByNetwork,
            "own" => SourceMethod.OwnFile,
            _ => SourceMethod.ActiveTable,
        };
        var answer = raw is null ? default : TableAnswer.From(raw);
        return new SourceVote(new VotingSource(source, method, age ?? New), answer.Territory, answer.Subdivision);
    }
}
