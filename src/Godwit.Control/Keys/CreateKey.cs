using Godwit.Control.Api;
using Godwit.Control.Resources;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Keys;

/// <summary>Makes an API key and shows it, once.</summary>
internal static class CreateKey
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/keys", HandleAsync)
        .WithName("createKey").WithSummary("Makes an API key and shows it, once.")
        .Accepts<CreateKeyRequest>("application/json")
        .Produces<CreatedKey>(201).ProducesProblem(409).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(HttpContext context, ResourceEditor editor, TimeProvider time)
    {
        var (request, problem) = await RequestBody.ReadJsonAsync(context, AdminJsonContext.Default.CreateKeyRequest);
        if (problem is not null)
            return problem;
        var key = KeyMaker.NewKey();
        // The made-up name needs to be unique, not secret: a UUIDv7 also keeps lists in order of time.
        var name = request!.Name ?? "key-" + Guid.CreateVersion7(time.GetUtcNow()).ToString("n");
        var project = request.Project ?? "default";
        var template = new ApiKeyConfig
        {
            Project = project, Sha256 = "", ExpiresAt = request.ExpiresAt, Routes = request.Routes,
        };
        var outcome = await editor.ExecuteAsync(
            new ResourceEdit
            {
                Documents = [KeyMaker.Resource(name, key, template)],
                // Never another key in the place of one that exists.
                SeenVersions = new Dictionary<ResourceKey, long> { [new ResourceKey(ResourceKind.ApiKey, name)] = 0 },
                ManagedBy = ManagedBy.Api,
                Actor = context.User.Identity?.Name ?? "admin",
            },
            context.RequestAborted);
        return outcome.Succeeded
            ? TypedResults.Json(
                new CreatedKey { Name = name, Project = project, Key = key, ExpiresAt = request.ExpiresAt },
                AdminJsonContext.Default.CreatedKey, statusCode: StatusCodes.Status201Created)
            : ResourceViews.Answer(outcome, dryRun: false);
    }
}
