using Godwit.Control.Notices;
using Xunit;

namespace Godwit.Control.Tests.Notices;

/// <summary>When the stages of a plan are.</summary>
public sealed class NoticeCampaignTests
{
    private static readonly NoticeCampaign Campaign = Samples.Campaign();

    [Fact]
    public void Stages_are_those_of_the_plan_in_order_of_time() =>
        Assert.Equal(["T-14", "T-7", "T-1", "T-0", "T+1"], Campaign.Stages.Select(stage => stage.Name));

    [Theory]
    [InlineData(-20 * 24, null)]
    [InlineData((-14 * 24) - 2, null)]
    [InlineData((-14 * 24) - 1, "T-14")]
    [InlineData(-10 * 24, "T-14")]
    [InlineData((-7 * 24) - 1, "T-7")]
    [InlineData(-1, "T-0")]
    [InlineData(12, "T-0")]
    [InlineData(24, "T+1")]
    [InlineData(7 * 24, "T+1")]
    [InlineData(8 * 24, null)]
    [InlineData(1000 * 24, null)]
    public void A_stage_opens_when_its_drafts_are_to_lie_and_stays_until_the_next(int hours, string? expected) =>
        Assert.Equal(expected, Campaign.OpenAt(Samples.Effective.AddHours(hours))?.Name);

    [Theory]
    [InlineData(-20 * 24, "T-14")]
    [InlineData(-10 * 24, "T-14")]
    [InlineData(1000 * 24, "T+1")]
    public void Without_an_open_stage_the_next_one_is_meant(int hours, string expected) =>
        Assert.Equal(expected, Campaign.NextAt(Samples.Effective.AddHours(hours)).Name);

    [Fact]
    public void Nothing_is_due_before_its_stage_or_before_somebody_could_look_at_it()
    {
        var stage = new NoticeStage(-7);
        var at = Samples.Effective.AddDays(-7);

        Assert.Equal(at, Campaign.DueAt(stage, at.AddDays(-1)));
        Assert.Equal(at, Campaign.DueAt(stage, at.AddHours(-1)));
        // A policy that is applied late: its messages lie for the plan's hour all the same.
        Assert.Equal(at.AddDays(2).AddHours(1), Campaign.DueAt(stage, at.AddDays(2)));
    }
}
