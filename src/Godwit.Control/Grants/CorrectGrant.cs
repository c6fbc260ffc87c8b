using Godwit.Control.Api;
using Godwit.Control.Notices.Texts;
using Godwit.Control.Storage.Grants;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Grants;

/// <summary>Brings what is left of a grant to what the provider's own page says.</summary>
internal static class CorrectGrant
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/grant-corrections", HandleAsync)
        .WithName("correctGrant")
        .WithSummary("Brings what is left of a grant to what the operator knows better, by a row of the ledger.")
        .Accepts<GrantCorrectionRequest>("application/json")
        .Produces<GrantView>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> HandleAsync(
        HttpContext context, SnapshotHolder snapshots, GrantLedger ledger, GrantLedgerWorker worker,
        GrantReader reader, TimeProvider time)
    {
        var (request, problem) =
            await RequestBody.ReadJsonAsync(context, AdminJsonContext.Default.GrantCorrectionRequest);
        if (problem is not null || request is null)
            return problem ?? Problems.BadRequest("a correction is expected");
        if (snapshots.Current?.Grants.FirstOrDefault(g => g.Name == request.Grant) is not { } grant)
            return Problems.NotFound($"Grant '{request.Grant}'");
        if (request.Balance < 0 || request.Balance > GrantAmounts.Most(grant.Unit)
            || GrantAmounts.Exact(request.Balance, grant.Unit) is not { } balance)
            return Problems.BadRequest("balance: 0 or more is expected, in whole tokens or to 9 decimals of money");
        var reason = PlainText.Line(request.Reason ?? "");
        if (string.IsNullOrWhiteSpace(reason))
            return Problems.BadRequest("reason: where the balance is known from is expected");
        var now = time.GetUtcNow();
        if (!grant.IsLive(now.UtcTicks))
            return Problems.GrantNotLive(grant.Name);

        await worker.ReconcileAsync(context.RequestAborted);
        await ledger.CorrectAsync(
            grant.Name, grant.PeriodOf(now.UtcTicks).StartTicks, Guid.CreateVersion7(now).ToString(), balance, now,
            $"{context.User.Identity?.Name ?? "admin"}: {reason}", context.RequestAborted);
        worker.Wake();
        var views = await reader.ReadAsync([grant], context.RequestAborted);
        return TypedResults.Json(views[0], AdminJsonContext.Default.GrantView);
    }
}
