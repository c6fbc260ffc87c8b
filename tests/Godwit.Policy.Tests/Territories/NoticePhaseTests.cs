using System.Collections.Immutable;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;
using Xunit;
using static Godwit.Policy.Tests.Territories.PolicySamples;

namespace Godwit.Policy.Tests.Territories;

/// <summary>The time in which a policy is announced and does not exclude anybody yet.</summary>
public class NoticePhaseTests
{
    private static readonly DateTimeOffset NoticeFrom = CutOff.AddDays(-14);

    [Fact]
    public void Who_will_be_refused_is_served_and_told_so_from_the_notice_to_the_last_tick()
    {
        var rules = Compiled(Spec());
        var quiet = Decide(From("CN"), NoticeFrom.AddTicks(-1), rules);
        Assert.Equal((TerritoryReason.PolicyNotEffective, null), (quiet.Reason, quiet.Notice));
        foreach (var at in new[] { NoticeFrom, CutOff.AddTicks(-1) })
        {
            var told = Decide(From("CN"), at, rules);
            Assert.Equal((TerritoryAction.Serve, TerritoryReason.NoticePhase), (told.Action, told.Reason));
            Assert.Equal(CutOff.UtcTicks, told.Notice!.RefusedFromTicks);
        }

        var refused = Decide(From("CN"), CutOff, rules);
        Assert.Equal((TerritoryAction.Refuse, null), (refused.Action, refused.Notice));
    }

    [Fact]
    public void Who_will_be_served_is_told_nothing()
    {
        var decision = Decide(From("US"), NoticeFrom, Compiled(Spec()));
        Assert.Equal((TerritoryReason.PolicyNotEffective, null), (decision.Reason, decision.Notice));
    }

    [Fact]
    public void Without_a_notice_of_its_own_the_announcement_is_it()
    {
        var announced = Spec() with { NoticeFrom = null, Announced = CutOff.AddDays(-20) };
        Assert.Equal(
            TerritoryReason.NoticePhase, Decide(From("CN"), CutOff.AddDays(-20), Compiled(announced)).Reason);
        var neither = announced with { Announced = null };
        Assert.Equal(
            TerritoryReason.PolicyNotEffective, Decide(From("CN"), CutOff.AddTicks(-1), Compiled(neither)).Reason);
    }

    [Fact]
    public void An_exemption_counts_as_it_will_on_the_instant_and_not_as_it_does_now()
    {
        ExemptionConfig Until(DateTimeOffset until) =>
            new() { Organization = "acme", Until = until, Approver = "counsel" };
        var ends = Compiled(Spec() with { Exemptions = [Until(CutOff)] });
        var lasts = Compiled(Spec() with { Exemptions = [Until(CutOff.AddTicks(1))] });
        Assert.Equal(TerritoryReason.NoticePhase, Decide(From("CN"), NoticeFrom, ends).Reason);
        Assert.Equal(TerritoryReason.PolicyNotEffective, Decide(From("CN"), NoticeFrom, lasts).Reason);
    }

    [Fact]
    public void Of_several_notices_the_first_to_hold_is_passed_on_even_by_a_policy_that_only_observes()
    {
        var later = Spec() with { Effective = new() { From = CutOff.AddDays(1) } };
        var observing = Rules(Table(TerritoryAction.Observe, ["CN"]), "observing");
        var soon = Compiled(Spec());
        foreach (var order in new[] { new[] { Compiled(later), soon }, [soon, Compiled(later)] })
        {
            Assert.Same(soon.Timeline[1].Notice, Decide(From("CN"), NoticeFrom, order).Notice);
            var observed = Decide(From("CN"), NoticeFrom, [.. order, observing]);
            Assert.Equal(("observing", TerritoryAction.Observe), (observed.Policy!.Name, observed.Action));
            Assert.Same(soon.Timeline[1].Notice, observed.Notice);
        }
    }

    [Theory]
    [InlineData("https://a.example/a b?x=<y>", "b@a.example", "<https://a.example/a%20b?x=%3Cy%3E>; rel=\"sunset\"")]
    [InlineData(null, "https://a.example/contact", "<https://a.example/contact>; rel=\"sunset\"")]
    [InlineData(null, "https://例え.example/", null)]
    [InlineData(null, "mail@example.com", null)]
    public void The_header_texts_are_made_with_the_policy(string? notice, string? contact, string? link)
    {
        var rules = Compiled(Spec() with { NoticeUrl = notice, Contact = contact });
        var told = Decide(From("CN"), NoticeFrom, rules).Notice!;
        Assert.Equal(("Tue, 09 Jul 2024 00:00:00 GMT", link), (told.Sunset, told.Link));
        Assert.Equal("announced@3", told.Policy);
    }

    [Fact]
    public void What_is_under_way_is_cut_at_the_first_instant_of_the_first_policy_that_cuts()
    {
        var finishes = Compiled(Spec());
        var cuts = Compiled(Spec() with
        {
            Effective = new() { From = CutOff.AddDays(2) }, Streams = TerritoryStreams.Cut,
        });
        TerritoryCut? Cut(string territory, DateTimeOffset at, params TerritoryRules[] rules) =>
            TerritoryPolicy.CutOf(From(territory), ImmutableArray.Create(rules), "gpt-4o", at.UtcTicks);
        Assert.Null(Cut("CN", NoticeFrom, finishes));
        Assert.Equal(new TerritoryCut(CutOff.AddDays(2).UtcTicks, cuts), Cut("CN", NoticeFrom, finishes, cuts));
        Assert.Null(Cut("US", NoticeFrom, finishes, cuts));
        Assert.Null(Cut("CN", CutOff.AddDays(2), cuts));
    }

    private static TerritoryPolicyConfig Spec() => new()
    {
        Scope = new(),
        Serves = new() { Exclude = ["CN"] },
        NoticeFrom = NoticeFrom,
        Effective = new() { From = CutOff },
    };

    private static TerritoryRules Compiled(TerritoryPolicyConfig spec) =>
        TerritoryRulesCompiler.Compile(new("announced", 3, spec), CatalogSet.Empty, []);
}
