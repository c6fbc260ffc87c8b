using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Policy.Tests.Territories;

/// <summary>Evidence that was written down reads as it was.</summary>
public class AddressEvidenceTextTests
{
    [Fact]
    public void Nothing_known_is_an_empty_text()
    {
        Assert.Equal("", AddressEvidenceText.Write(AddressEvidence.Unknown));
        Assert.Equivalent(AddressEvidence.Unknown, AddressEvidenceText.TryParse(""), strict: true);
    }

    [Fact]
    public void A_person_can_read_it()
    {
        var evidence = new AddressEvidence
        {
            Best = TerritoryCode.Parse("UA"),
            Candidates =
            [
                Candidate("UA", "43", "regions"),
                Candidate("RU", null, "ipfire", "dbip-lite"),
                Candidate("US", null, "iptoasn") with { RegistrationOnly = true },
            ],
            Registered = TerritoryCode.Parse("US"),
            Disputed = true,
            Confidence = Confidence.Low,
            Network = NetworkKind.Vpn,
            NetworkSources = ["my list"],
            Coverage = [NetworkKind.Tor, NetworkKind.Vpn],
        };
        Assert.Equal(
            "c=UA-43:regions/RU:ipfire+dbip-lite/US:iptoasn!;r=US;d=1;k=Low;n=Vpn:my%20list;v=Tor+Vpn",
            AddressEvidenceText.Write(evidence));
    }

    [Theory]
    [InlineData("c=")]
    [InlineData("c=cn")]
    [InlineData("x=1")]
    [InlineData("k=Sure")]
    [InlineData("r=USA")]
    [InlineData("v=Tor+Nothing")]
    [InlineData("plain text")]
    public void Other_texts_are_refused(string text) => Assert.Null(AddressEvidenceText.TryParse(text));

    [Property(MaxTest = 500)]
    public Property What_is_written_is_read_again() => Prop.ForAll(Evidence().ToArbitrary(), evidence =>
    {
        var read = AddressEvidenceText.TryParse(AddressEvidenceText.Write(evidence));
        Assert.Equivalent(evidence, read, strict: true);
    });

    private static Gen<AddressEvidence> Evidence() =>
        from candidates in Candidates().ListOf()
        from registered in Gen.Elements("", "US", "CN")
        from disputed in ArbMap.Default.GeneratorFor<bool>()
        from confidence in Gen.Elements(Enum.GetValues<Confidence>())
        from network in Gen.Elements(Enum.GetValues<NetworkKind>())
        from feeds in Gen.Elements<string[]>([], ["feed"], ["a;b", "c+d", "e/f!:=%"])
        from place in Gen.Elements(null, "eu-west-1", "Private-Use", "a;b=c")
        from coverage in Gen.Elements<NetworkKind[]>([], [NetworkKind.Vpn], [NetworkKind.Tor, NetworkKind.Hosting])
        select new AddressEvidence
        {
            Best = candidates.Count > 0 ? candidates[0].Territory : default,
            Candidates = [.. candidates],
            Registered = registered.Length > 0 ? TerritoryCode.Parse(registered) : default,
            Disputed = disputed,
            Confidence = confidence,
            Network = network,
            NetworkSources = network == NetworkKind.Unclassified ? [] : feeds,
            CloudRegion = place,
            SpecialPurpose = place,
            Coverage = coverage,
        };

    private static Gen<TerritoryCandidate> Candidates() =>
        from code in Gen.Elements("CN", "UA", "RU", "GB")
        from part in Gen.Elements(null, "43", "KYS")
        from sources in Gen.Elements<string[]>([], ["ipfire"], ["my!list", "b/c", "d:e+f;g"])
        from registration in ArbMap.Default.GeneratorFor<bool>()
        select Candidate(code, part, sources) with { RegistrationOnly = registration };

    private static TerritoryCandidate Candidate(string code, string? part, params string[] sources)
    {
        var territory = TerritoryCode.Parse(code);
        return new TerritoryCandidate(
            territory, part is null ? default : new SubdivisionCode(territory, part), sources);
    }
}
