using Godwit.Control.Api;
using Godwit.Control.Publishing;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Territories;

/// <summary>Explains where an address is, on what evidence, and who may serve it at an instant.</summary>
internal static class ExplainTerritory
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/territory/explain", HandleAsync)
        .WithName("explainTerritory").WithSummary("Explains where an address is, and who may serve it at an instant.")
        .Produces<TerritoryExplanation>().ProducesProblem(400).ProducesProblem(501);

    private static async Task<IResult> HandleAsync(
        string? address, string? forwarded, string? edge, [FromQuery(Name = "end_user")] string? endUser,
        string? provider, string? organization, string? surface, string? at,
        IEnumerable<ITerritoryExplainer> explainers, SnapshotArchive archive, TimeProvider time,
        CancellationToken cancellation)
    {
        var query = new QueryText();
        var instant = query.Instant("at", at) ?? time.GetUtcNow();
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        if (string.IsNullOrEmpty(address))
            return Problems.BadRequest("address: an IPv4 or IPv6 address is expected");
        if (!SurfaceText.TryParse(surface ?? "api", out var access))
            return Problems.BadRequest($"surface: '{surface}' is none; accepted: {SurfaceText.Accepted}");
        if (explainers.FirstOrDefault() is not { } explainer)
            return Problems.NotAvailable("This process has no gateway whose decisions could be explained");
        // What comes is decided by today's policies; what was, by those of then, as far as history goes back.
        var asOf = instant < time.GetUtcNow() ? await archive.FindAsync(instant, cancellation) : null;
        try
        {
            var explanation = explainer.Explain(new TerritoryQuestion
            {
                Address = address, Forwarded = forwarded, Edge = edge, EndUser = endUser, Provider = provider,
                Organization = organization, Surface = access, At = instant,
            }, asOf);
            return TypedResults.Json(explanation, AdminJsonContext.Default.TerritoryExplanation);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return Problems.BadRequest(e.Message);
        }
    }
}
