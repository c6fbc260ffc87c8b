using Godwit.Control.Api;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Reconciliation;

/// <summary>Compares what a provider says was used with the records of its requests.</summary>
internal static class ReconcileUsage
{
    private const int MostDays = 400;
    private const int MostIds = 1000;
    private const long MostTokens = 1_000_000_000_000_000;
    private const decimal MostCost = 1_000_000_000_000m;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/usage/reconcile", HandleAsync)
        .WithName("reconcileUsage")
        .WithSummary("Compares what a provider says was used, by day and model, with the records of its requests, and "
            + "names requests that may be why figures differ.")
        .Accepts<ReconcileRequest>("application/json")
        .Produces<ReconcileReport>().ProducesProblem(400).ProducesProblem(404);

    private static async Task<IResult> HandleAsync(HttpContext context, SnapshotHolder holder, Reconciler reconciler)
    {
        var (request, problem) = await RequestBody.ReadJsonAsync(context, AdminJsonContext.Default.ReconcileRequest);
        if (problem is not null)
            return problem;
        if (WrongIn(request!) is { } wrong)
            return Problems.BadRequest(wrong);
        if (TimeZoneText.Parse(request!.TimeZone ?? "UTC") is not { } zone)
            return Problems.BadRequest($"time_zone: '{request.TimeZone}' is not known", TimeZoneText.Accepted);
        if (holder.Current is not { } snapshot)
            return Problems.NotFound("A configuration in force");
        return await reconciler.RunAsync(request, zone, snapshot, context.RequestAborted) is { } report
            ? TypedResults.Json(report, AdminJsonContext.Default.ReconcileReport)
            : Problems.NotFound($"Provider '{request.Provider}'");
    }

    private static string? WrongIn(ReconcileRequest request)
    {
        // A member that is required may still be null.
        if (request is { Provider: null or "" })
            return "provider: the name of a Provider is expected";
        if (request.Rows is null)
            return "rows: a list is expected";
        // The calendar's ends have no day before or after them.
        if (request.From.Year < 2000 || request.To.Year > 9000)
            return "from: a day from 2000 to 9000 is expected";
        if (request.To <= request.From)
            return "to: is not after from";
        if (request.To.DayNumber - request.From.DayNumber > MostDays)
            return $"to: is more than {MostDays} days after from";
        if (request.TolerancePercent is < 0 or > 100)
            return "tolerance_percent: a number from 0 to 100 is expected";
        if (request.Ids is < 0 or > MostIds)
            return $"ids: a number from 0 to {MostIds} is expected";
        for (var i = 0; i < request.Rows.Count; i++)
        {
            if (WrongIn(request.Rows[i]) is { } wrong)
                return $"rows[{i}]{wrong}";
        }

        return null;
    }

    private static string? WrongIn(ExportedUse? row) => row switch
    {
        null => ": is null",
        { Model: null or "" } => ".model: is empty",
        { Cost: not null, Currency: null } => ".currency: is missing, and there is a cost",
        { Cost: < -MostCost or > MostCost } => ".cost: is out of range",
        _ when new[] { row.Requests, row.InputTokens, row.CachedInputTokens, row.OutputTokens }
            .Any(count => count is < -MostTokens or > MostTokens) => ": a count is out of range",
        _ => null,
    };
}
