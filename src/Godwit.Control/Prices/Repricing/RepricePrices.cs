using Godwit.Control.Api;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Prices.Repricing;

/// <summary>Corrects the cost of a period's requests when a price was wrong.</summary>
internal static class RepricePrices
{
    private const int MostReason = 500;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/prices/reprice", HandleAsync)
        .WithName("repricePrices")
        .WithSummary("Corrects what stored requests and their failed attempts cost, by the prices in force now for "
            + "their instants. Records stay as they are; each correction is an entry of its own. Long periods take "
            + "several calls.")
        .Accepts<RepriceRequest>("application/json")
        .Produces<RepriceReport>().ProducesProblem(400).ProducesProblem(404);

    private static async Task<IResult> HandleAsync(HttpContext context, SnapshotHolder holder, Repricer repricer)
    {
        var (request, problem) = await RequestBody.ReadJsonAsync(context, AdminJsonContext.Default.RepriceRequest);
        if (problem is not null)
            return problem;
        if (request!.To <= request.From)
            return Problems.BadRequest("to: is not after from");
        if (request.Reason is { } reason && (reason.Length is 0 or > MostReason || reason.Any(char.IsControl)))
            return Problems.BadRequest($"reason: a line of 1 to {MostReason} characters is expected");
        if (holder.Current is not { } snapshot)
            return Problems.NotFound("A configuration in force");
        if (request.Organization is { } organization && !snapshot.Organizations.Contains(organization))
            return Problems.NotFound($"Organization '{organization}'");
        if (request.Provider is { } provider && snapshot.Providers.All(p => p.Name != provider))
            return Problems.NotFound($"Provider '{provider}'");
        var report = await repricer.RunAsync(
            request, snapshot, context.User.Identity?.Name ?? "admin", context.RequestAborted);
        return TypedResults.Json(report, AdminJsonContext.Default.RepriceReport);
    }
}
