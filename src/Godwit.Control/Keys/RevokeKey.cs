using Godwit.Control.Api;
using Godwit.Control.Resources;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Keys;

/// <summary>Withdraws a key: it is refused from now on, and stays in the list.</summary>
internal static class RevokeKey
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/keys/{**name}", HandleAsync)
        .WithName("revokeKey").WithSummary("Withdraws a key: it is refused from now on, and stays in the list.")
        .Produces<KeyView>().ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> HandleAsync(
        HttpContext context, string name, ResourceStore store, ConfigurationAssembly assembly, ResourceEditor editor,
        TimeProvider time)
    {
        var set = assembly.Assemble((await store.ReadAsync(context.RequestAborted)).Resources).Set;
        if (set.ApiKeys.FirstOrDefault(k => k.Name == name) is not { } key)
            return Problems.NotFound($"ApiKey/{name}");
        // Revoking twice keeps the first instant.
        var revoked = key with { Spec = key.Spec with { RevokedAt = key.Spec.RevokedAt ?? time.GetUtcNow() } };
        var outcome = await editor.ExecuteAsync(
            new ResourceEdit
            {
                Documents = [KeyMaker.Document(name, revoked.Spec)],
                SeenVersions = new Dictionary<ResourceKey,
                long> { [new ResourceKey(ResourceKind.ApiKey, name)] = key.Version },
                ManagedBy = ManagedBy.Api,
                Actor = context.User.Identity?.Name ?? "admin",
            },
            context.RequestAborted);
        return outcome.Succeeded
            ? TypedResults.Json(KeyViews.Of(revoked, set), AdminJsonContext.Default.KeyView)
            : ResourceViews.Answer(outcome, dryRun: false);
    }
}
