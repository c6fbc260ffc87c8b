using Godwit.Control.Api;
using Godwit.Control.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Resources;

/// <summary>Checks documents together with what is stored, and gives every error at once.</summary>
internal static class ValidateResources
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/validate", HandleAsync)
        .WithName("validateResources").WithSummary("Checks documents together with what is stored.")
        .Accepts<string>(ResourceBody.MediaTypes[0], ResourceBody.MediaTypes[1..])
        .Produces<ValidationReport>().ProducesProblem(422);

    private static async Task<IResult> HandleAsync(HttpContext context, string? file, ResourceEditor editor)
    {
        var (documents, problem) = await ResourceBody.ReadAsync(context);
        if (problem is not null)
            return problem;
        var outcome = await editor.ExecuteAsync(
            new ResourceEdit
            {
                Documents = documents, ManagedBy = ManagedBy.Api, Actor = "validate", DryRun = true, TakeOver = true,
            },
            context.RequestAborted);
        return outcome.Errors.Count > 0
            ? Problems.Invalid(outcome.Errors)
            : TypedResults.Json(
                new ValidationReport { Documents = documents.Count }, AdminJsonContext.Default.ValidationReport);
    }
}
