using Godwit.Control.Api;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Grants;

/// <summary>Shows what providers gave, what is left of it, and how each will end.</summary>
internal static class GetGrants
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/grants", HandleAsync)
        .WithName("getGrants")
        .WithSummary("Shows what providers gave, what is left of it, and when each runs out or expires unused.")
        .Produces<GrantReport>();

    private static async Task<IResult> HandleAsync(
        string? provider, SnapshotHolder snapshots, GrantReader reader, TimeProvider time,
        CancellationToken cancellation)
    {
        var grants = snapshots.Current?.Grants.Where(g => provider is null || g.Provider == provider).ToList() ?? [];
        return TypedResults.Json(
            new GrantReport { At = time.GetUtcNow(), Grants = await reader.ReadAsync(grants, cancellation) },
            AdminJsonContext.Default.GrantReport);
    }
}
