using System.Globalization;
using Godwit.Control.Api;
using Godwit.Control.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Resources;

/// <summary>Shows resources: all, those of a kind, or one.</summary>
internal static class GetResources
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/resources", ListAsync)
            .WithName("listResources").WithSummary("Shows resources, all or those of a kind.")
            .Produces<ResourceList>().ProducesProblem(400);
        routes.MapGet("/resources/{kind}/{**name}", FindAsync)
            .WithName("getResource").WithSummary("Shows one resource.")
            .Produces<ResourceView>().ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        string? kind, ResourceStore store, EnvironmentProviders environment, CancellationToken cancellation)
    {
        var query = new QueryText();
        var only = query.Kind(kind);
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        var set = await store.ReadAsync(cancellation);
        return TypedResults.Json(
            new ResourceList
            {
                Revision = set.Revision,
                Items = [.. ResourceViews.All(set, environment).Where(r => only is null || r.Kind == only)],
            },
            AdminJsonContext.Default.ResourceList);
    }

    private static async Task<IResult> FindAsync(
        HttpContext context, string kind, string name, ResourceStore store, EnvironmentProviders environment)
    {
        var query = new QueryText();
        var only = query.Kind(kind);
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        var set = await store.ReadAsync(context.RequestAborted);
        if (ResourceViews.All(set, environment).FirstOrDefault(r => r.Kind == only && r.Name == name) is not { } found)
            return Problems.NotFound($"{only}/{name}");
        context.Response.Headers.ETag = $"\"{found.Version.ToString(CultureInfo.InvariantCulture)}\"";
        return TypedResults.Json(found, AdminJsonContext.Default.ResourceView);
    }
}
