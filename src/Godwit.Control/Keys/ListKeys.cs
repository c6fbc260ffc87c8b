using Godwit.Control.Api;
using Godwit.Control.Resources;
using Godwit.Control.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Keys;

/// <summary>Lists the keys that were issued, expired and revoked ones included.</summary>
internal static class ListKeys
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/keys", HandleAsync)
        .WithName("listKeys").WithSummary("Lists the keys that were issued, expired and revoked ones included.")
        .Produces<KeyList>();

    private static async Task<IResult> HandleAsync(
        string? project, ResourceStore store, ConfigurationAssembly assembly, CancellationToken cancellation)
    {
        var set = assembly.Assemble((await store.ReadAsync(cancellation)).Resources).Set;
        var keys =
            set.ApiKeys.Where(k => project is null || k.Spec.Project == project).Select(k => KeyViews.Of(k, set));
        return TypedResults.Json(new KeyList { Items = [.. keys] }, AdminJsonContext.Default.KeyList);
    }
}
