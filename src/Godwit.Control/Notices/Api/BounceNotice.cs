using Godwit.Control.Api;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Notices.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Notices.Api;

/// <summary>Records that a message that was sent came back; called by the operator's mail system.</summary>
internal static class BounceNotice
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/notices/{id}/bounce", HandleAsync)
        .WithName("bounceNotice").WithSummary("Records that a message that was sent came back.")
        .Accepts<BounceRequest>("application/json")
        .Produces<NoticeView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> HandleAsync(
        HttpContext context, string id, NoticeOutbox outbox, TimeProvider time)
    {
        var (request, problem) = await RequestBody.ReadJsonAsync(context, AdminJsonContext.Default.BounceRequest);
        if (problem is not null)
            return problem;
        var recorded = await outbox.BounceAsync(
            id, PlainText.Line(request!.Reason), time.GetUtcNow(), context.RequestAborted);
        if (await outbox.FindAsync(id, context.RequestAborted) is not { } row)
            return Problems.NotFound($"Notice {id}");
        return recorded
            ? TypedResults.Json(NoticeViews.Of(row), AdminJsonContext.Default.NoticeView)
            : Problems.NotSent(id, row.State.ToString().ToLowerInvariant());
    }
}
