using Godwit.Control.Api;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Outbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Notices.Api;

/// <summary>Shows how notices stand: the stages of each policy, and the messages.</summary>
internal static class ShowNotices
{
    private static readonly string[] States = [.. Enum.GetNames<NoticeState>().Select(n => n.ToLowerInvariant())];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notices", ListAsync)
            .WithName("getNotices").WithSummary("Shows the stages of each announced policy, and its messages.")
            .Produces<NoticeStatus>().ProducesProblem(400);
        routes.MapGet("/notices/{id}", FindAsync)
            .WithName("getNotice").WithSummary("Shows one message with its words.")
            .Produces<NoticeMessage>().ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        string? policy, string? state, string? limit, NoticeCampaigns campaigns, NoticeOutbox outbox,
        NoticeDelivery delivery, CancellationToken cancellation)
    {
        var query = new QueryText();
        var most = query.Limit(limit, 100, 1000);
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        if (state is not null && !States.Contains(state))
            return Problems.BadRequest($"state: '{state}' is not known", States);
        var wanted = state is null ? (NoticeState?)null : Enum.Parse<NoticeState>(state, ignoreCase: true);
        var policies = new List<NoticePolicyStatus>();
        foreach (var campaign in await campaigns.ReadAsync(cancellation) ?? [])
        {
            if (policy is null || campaign.Policy.Name == policy)
                policies.Add(await StatusAsync(campaign, outbox, cancellation));
        }

        var rows = await outbox.ListAsync(policy, wanted, most, cancellation);
        return TypedResults.Json(
            new NoticeStatus
            {
                MailObstacle = delivery.MailObstacle, Policies = policies, Items = [.. rows.Select(NoticeViews.Of)],
            },
            AdminJsonContext.Default.NoticeStatus);
    }

    private static async Task<IResult> FindAsync(string id, NoticeOutbox outbox, CancellationToken cancellation) =>
        await outbox.FindAsync(id, cancellation) is { } row
            ? TypedResults.Json(NoticeViews.Whole(row), AdminJsonContext.Default.NoticeMessage)
            : Problems.NotFound($"Notice {id}");

    private static async Task<NoticePolicyStatus> StatusAsync(
        NoticeCampaign campaign, NoticeOutbox outbox, CancellationToken cancellation)
    {
        var stages = new List<NoticeStageStatus>();
        foreach (var stage in campaign.Stages)
        {
            var key = campaign.KeyOf(stage);
            var counts = await outbox.CountAsync(key, cancellation);
            int Of(NoticeState state) => counts.GetValueOrDefault(state);
            stages.Add(new NoticeStageStatus
            {
                Stage = stage.Name,
                At = stage.At(campaign.Effective),
                ComposedAt = await outbox.ComposedAtAsync(key, cancellation),
                Pending = Of(NoticeState.Pending) + Of(NoticeState.Sending),
                Sent = Of(NoticeState.Sent),
                Failed = Of(NoticeState.Failed),
                Bounced = Of(NoticeState.Bounced),
                Withdrawn = Of(NoticeState.Withdrawn),
            });
        }

        return new NoticePolicyStatus
        {
            Policy = campaign.Policy.Name,
            PolicyVersion = campaign.Policy.Version,
            Plan = campaign.Plan.Name,
            Effective = campaign.Effective,
            Stages = stages,
        };
    }
}
