using Godwit.Control.Api;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Grants;

/// <summary>Shows what the catalog knows of offers, and which Grants come from each.</summary>
internal static class GetGrantOffers
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/grant-offers", Handle)
        .WithName("getGrantOffers").WithSummary("Shows what providers offer or once offered, with dates and source.")
        .Produces<GrantOfferList>();

    private static JsonHttpResult<GrantOfferList> Handle(
        string? provider, CatalogSet catalog, SnapshotHolder snapshots, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var snapshot = snapshots.Current;

        // A name is that of a catalog entry, or of a Provider that was made from one.
        var entry = snapshot?.Providers.FirstOrDefault(p => p.Name == provider)?.Catalog?.Name ?? provider;
        var own = (snapshot?.Grants ?? []).ToLookup(
            grant => (snapshot!.Providers.First(p => p.Name == grant.Provider).Catalog?.Name, grant.Spec.Offer),
            grant => grant.Name);
        return TypedResults.Json(
            new GrantOfferList
            {
                At = now,
                Items =
                [
                    .. catalog.Providers.Where(p => entry is null || p.Name == entry)
                        .OrderBy(p => p.Name, StringComparer.Ordinal)
                        .SelectMany(p => p.Grants.Select(g => View(p, g, day, [.. own[(p.Name, g.Name)]]))),
                ],
            },
            AdminJsonContext.Default.GrantOfferList);
    }

    private static GrantOfferView View(
        CatalogProvider entry, CatalogGrant grant, DateOnly day, IReadOnlyList<string> own) => new()
    {
        Catalog = entry.Name,
        Name = grant.Name,
        Title = grant.Title,
        Tokens = grant.Tokens,
        Amount = grant.Amount,
        Currency = grant.Currency,
        Models = grant.Models,
        Renews = grant.Renews,
        From = grant.From,
        Until = grant.Until,
        ValidDays = grant.ValidDays,
        Conditions = grant.Conditions,
        Offered = grant.IsOffered(day),
        Source = grant.Source,
        AsOf = grant.AsOf,
        Verified = grant.Verified,
        Notes = grant.Notes,
        Grants = own,
    };
}
