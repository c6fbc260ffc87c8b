using Godwit.Control.Api;
using Godwit.Control.Storage.Grants;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Grants;

/// <summary>Shows the ledger of a grant, newest row first. Of a Grant that is no more it is still there.</summary>
internal static class GetGrantEntries
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/grant-entries", HandleAsync)
        .WithName("getGrantEntries").WithSummary("Shows the ledger of a grant, newest row first.")
        .Produces<GrantEntryList>().ProducesProblem(400).ProducesProblem(404);

    private static async Task<IResult> HandleAsync(
        string? grant, string? before, string? limit, SnapshotHolder snapshots, GrantLedger ledger,
        CancellationToken cancellation)
    {
        var query = new QueryText();
        var (place, most) = (query.Number("before", before), query.Limit(limit, 100, 1000));
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        if (string.IsNullOrEmpty(grant))
            return Problems.BadRequest("grant: the name of a Grant is expected");
        var rules = snapshots.Current?.Grants.FirstOrDefault(g => g.Name == grant);
        var entries = await ledger.EntriesAsync(grant, place, most, cancellation);
        if (rules is null && entries.Count == 0 && place is null)
            return Problems.NotFound($"Grant '{grant}'");
        return TypedResults.Json(
            new GrantEntryList { Items = [.. entries.Select(entry => GrantViews.Of(entry, rules))] },
            AdminJsonContext.Default.GrantEntryList);
    }
}
