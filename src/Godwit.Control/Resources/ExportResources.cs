using Godwit.Control.Api;
using Godwit.Control.Resources.Reading;
using Godwit.Control.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Resources;

/// <summary>Writes the stored resources as YAML that can be applied again; secrets stay encrypted.</summary>
internal static class ExportResources
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/export", HandleAsync)
        .WithName("exportResources").WithSummary("Writes the stored resources as YAML that can be applied again.")
        .Produces<string>(200, ResourceBody.MediaTypes[0]).ProducesProblem(400);

    private static async Task<IResult> HandleAsync(string? kind, ResourceStore store, CancellationToken cancellation)
    {
        var query = new QueryText();
        var only = query.Kind(kind);
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        var set = await store.ReadAsync(cancellation);
        var documents =
            set.Resources.Where(r => only is null || r.Kind == only).Select(ConfigurationAssembly.ToDocument);
        return TypedResults.Text(ResourceYamlWriter.Write(documents), ResourceBody.MediaTypes[0]);
    }
}
