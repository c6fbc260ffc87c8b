using Godwit.Control.Api;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Outbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Notices.Api;

/// <summary>Confirms the messages of a stage, so that they are sent now and not later.</summary>
internal static class SendNotices
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/notices/send", HandleAsync)
        .WithName("sendNotices")
            .WithSummary("Confirms the messages of a policy's stage: they are sent now, each once.")
        .Accepts<SendNoticesRequest>("application/json")
        .Produces<NoticePreview>().ProducesProblem(400).ProducesProblem(404);

    private static async Task<IResult> HandleAsync(
        HttpContext context, NoticeCampaigns campaigns, NoticeWorker worker, NoticeOutbox outbox,
        NoticePreviews previews, TimeProvider time)
    {
        var cancellation = context.RequestAborted;
        var (request, wrong) = await RequestBody.ReadJsonAsync(context, AdminJsonContext.Default.SendNoticesRequest);
        if (wrong is not null)
            return wrong;
        var (campaign, stage, problem) = await StageText.FindAsync(
            request!.Policy, request.Stage, campaigns, time.GetUtcNow(), cancellation);
        if (campaign is null)
            return problem!;
        // Whoever became reachable since the stage was composed is told too; nobody is told twice.
        await worker.ComposeAsync(campaign, stage, again: true, cancellation);
        await outbox.ConfirmAsync(campaign.KeyOf(stage), time.GetUtcNow(), cancellation);
        worker.Wake();
        return TypedResults.Json(
            await previews.OfAsync(campaign, stage, null, cancellation), AdminJsonContext.Default.NoticePreview);
    }
}
