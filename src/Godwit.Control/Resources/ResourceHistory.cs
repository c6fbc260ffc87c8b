using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Resources;

/// <summary>Shows who changed what and when, and whether that record is as it was written.</summary>
internal static class ResourceHistory
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/history", ListAsync)
            .WithName("listHistory").WithSummary("Shows changes of resources, newest first.")
            .Produces<HistoryList>().ProducesProblem(400);
        routes.MapGet("/history/verification", VerifyAsync)
            .WithName("verifyHistory").WithSummary("Checks that history is as it was written.")
            .Produces<HistoryVerification>();
    }

    private static async Task<IResult> ListAsync(
        string? kind, string? name, string? before, string? limit, ResourceStore store, CancellationToken cancellation)
    {
        var query = new QueryText();
        var (only, beforeSeq, most) = (query.Kind(kind), query.Number("before", before), query.Limit(limit, 50, 1000));
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        var rows = await store.ReadHistoryAsync(only, name, beforeSeq, most, cancellation);
        return TypedResults.Json(
            new HistoryList { Items = [.. rows.Select(View)] }, AdminJsonContext.Default.HistoryList);
    }

    private static async Task<IResult> VerifyAsync(ResourceStore store, CancellationToken cancellation)
    {
        var (broken, entries) = await store.VerifyHistoryAsync(cancellation);
        return TypedResults.Json(
            new HistoryVerification { Intact = broken is null, Break = broken, Entries = entries },
            AdminJsonContext.Default.HistoryVerification);
    }

    private static HistoryItem View(HistoryRow row) => new()
    {
        Seq = row.Seq,
        At = Instants.Read(row.At),
        Actor = row.Actor,
        Action = row.Action,
        Kind = Enum.Parse<ResourceKind>(row.Kind),
        Name = row.Name,
        Version = row.Version,
        Changes = JsonDifference.Find(row.Before, row.After),
        Hash = row.Hash,
    };
}
