using Godwit.Control.Api;
using Godwit.Control.Budgets;
using Godwit.Control.Evidence;
using Godwit.Control.Files;
using Godwit.Control.Grants;
using Godwit.Control.Keys;
using Godwit.Control.Notices;
using Godwit.Control.Prices;
using Godwit.Control.Prices.Repricing;
using Godwit.Control.Publishing;
using Godwit.Control.Reconciliation;
using Godwit.Control.Reports;
using Godwit.Control.Resources;
using Godwit.Control.Status;
using Godwit.Control.Territories;
using Godwit.Control.Territories.Impact;
using Godwit.Control.Territories.Findings;
using Godwit.Control.Usage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control;

/// <summary>
/// The admin API. Everything under <c>/api/v1</c> asks for the admin token; login alone asks for a password.
/// </summary>
public static class ControlApi
{
    /// <summary>Maps the admin API and its description. For the admin listener alone.</summary>
    public static RouteGroupBuilder MapControlApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        var api = endpoints.MapGroup("/api/v1");
        api.RequireAuthorization(AdminAuthentication.Policy);
        api.AddEndpointFilter(AnswerStoreAwayAsync);
        ApplyResources.Map(api);
        DiffResources.Map(api);
        ValidateResources.Map(api);
        GetResources.Map(api);
        ExportResources.Map(api);
        DeleteResource.Map(api);
        ResourceHistory.Map(api);
        RollbackResource.Map(api);
        ShowDrift.Map(api);
        CreateKey.Map(api);
        ListKeys.Map(api);
        RevokeKey.Map(api);
        Login.Map(api);
        GetUsage.Map(api);
        GetRequests.Map(api);
        GetPrices.Map(api);
        ExplainCost.Map(api);
        RepricePrices.Map(api);
        ReconcileUsage.Map(api);
        GetGrants.Map(api);
        GetGrantEntries.Map(api);
        GetGrantOffers.Map(api);
        CorrectGrant.Map(api);
        GetStatus.Map(api);
        ExplainTerritory.Map(api);
        AssessImpact.Map(api);
        EvidenceApi.Map(api);
        GetFindings.Map(api);
        api.MapNotices();
        ShowBudgets.Map(api);
        api.MapReports();
        return api;
    }

    /// <summary>Answers on the pool's threads, and never on those that receive for clients.</summary>
    public static void UseControlThreads(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await ControlThreads.Enter();
        await next(context);
    });

    /// <summary>
    /// Gives what routing refuses by itself, such as a media type that is not accepted, problem details too.
    /// </summary>
    public static void UseControlProblems(this IApplicationBuilder app) => app.UseStatusCodePages(async pages =>
    {
        if (pages.HttpContext.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            await Problems.OfStatus(pages.HttpContext).ExecuteAsync(pages.HttpContext);
    });

    private static async ValueTask<object?> AnswerStoreAwayAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (StoreFailures.IsStoreAway(e)
            && !context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Problems.StoreAway(e.Message);
        }
    }
}
