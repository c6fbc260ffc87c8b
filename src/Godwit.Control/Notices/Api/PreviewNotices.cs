using Godwit.Control.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Notices.Api;

/// <summary>Shows who would be told at a stage of a policy, and in which words. Nothing is sent.</summary>
internal static class PreviewNotices
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/notices/preview", HandleAsync)
        .WithName("previewNotices").WithSummary("Shows who would be told of a policy, and in which words.")
        .Produces<NoticePreview>().ProducesProblem(400).ProducesProblem(404);

    private static async Task<IResult> HandleAsync(
        string? policy, string? stage, string? organization, string? language, NoticeCampaigns campaigns,
        NoticePreviews previews, TimeProvider time, CancellationToken cancellation)
    {
        if (policy is null)
            return Problems.BadRequest("policy: the name of a TerritoryPolicy is expected");
        var (campaign, found, problem) =
            await StageText.FindAsync(policy, stage, campaigns, time.GetUtcNow(), cancellation);
        if (campaign is null)
            return problem!;
        var preview = await previews.OfAsync(campaign, found, language, cancellation);
        if (organization is not null)
        {
            preview = preview with
            {
                Recipients = [.. preview.Recipients.Where(recipient => recipient.Organization == organization)],
            };
        }

        return TypedResults.Json(preview, AdminJsonContext.Default.NoticePreview);
    }
}
