using Godwit.Control.Api;
using Microsoft.AspNetCore.Http;

namespace Godwit.Control.Notices.Api;

/// <summary>Finds the campaign and the stage that a caller of the admin API means.</summary>
internal static class StageText
{
    /// <summary>Both, or the problem with what was asked for.</summary>
    public static async Task<(NoticeCampaign? Campaign, NoticeStage Stage, IResult? Problem)> FindAsync(
        string policy, string? stage, NoticeCampaigns campaigns, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await campaigns.FindAsync(policy, cancellation) is not { } campaign)
            return (null, default, Problems.NotFound($"A TerritoryPolicy '{policy}' that names a NoticePlan"));
        if (stage is null)
            return (campaign, campaign.NextAt(now), null);
        var found = campaign.Stages.Where(s => string.Equals(s.Name, stage, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return found.Count > 0
            ? (campaign, found[0], null)
            : (null, default, Problems.BadRequest(
                $"stage: '{stage}' is none of plan {campaign.Plan.Name}", [.. campaign.Stages.Select(s => s.Name)]));
    }
}
