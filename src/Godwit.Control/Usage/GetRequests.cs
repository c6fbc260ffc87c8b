using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Usage;

/// <summary>Shows records of requests: the newest ones, or one by its id.</summary>
internal static class GetRequests
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/requests", ListAsync)
            .WithName("listRequests").WithSummary("Shows records of requests, newest first.")
            .Produces<RequestList>().ProducesProblem(400);
        routes.MapGet("/requests/{id}", FindAsync)
            .WithName("getRequest").WithSummary("Shows what happened with one request.")
            .Produces<RequestRecord>().ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        string? limit, string? before, [AsParameters] UsageQuery parameters, IRequestStore store,
        CancellationToken cancellation)
    {
        var query = new QueryText();
        var most = query.Limit(limit, 50, 1000);
        var filter = parameters.ToFilter(query) with { Before = query.Id("before", before) };
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        var records = await store.ListAsync(filter, most, cancellation);
        return TypedResults.Json(new RequestList { Items = records }, AdminJsonContext.Default.RequestList);
    }

    private static async Task<IResult> FindAsync(string id, IRequestStore store, CancellationToken cancellation)
    {
        var query = new QueryText();
        if (query.Id("id", id) is not { } found)
            return Problems.BadRequest(query.Error!);
        return await store.FindAsync(found, cancellation) is { } record
            ? TypedResults.Json(record, AdminJsonContext.Default.RequestRecord)
            : Problems.NotFound($"Request {id}");
    }
}
