using Godwit.Control.Api;
using Godwit.Control.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Territories.Impact;

/// <summary>Tells whom a policy would touch: one in the body as if it were applied, or one that is applied.</summary>
internal static class AssessImpact
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/territory/impact", HandleAsync)
        .WithName("assessImpact")
        .WithSummary("Tells whom a territory policy touches, by recorded traffic, as if it were in force.")
        .Accepts<string>(isOptional: true, ResourceBody.MediaTypes[0], ResourceBody.MediaTypes[1..])
        .Produces<ImpactReport>().ProducesProblem(400).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(
        HttpContext context, string? policy, string? since, string? until, string? organization, string? file,
        ImpactAssessor assessor)
    {
        var query = new QueryText();
        var question = new ImpactQuestion
        {
            Policy = policy,
            Since = query.Instant("since", since),
            Until = query.Instant("until", until),
            Organization = organization,
        };
        if (query.Error is { } error)
            return Problems.BadRequest(error);
        // A policy that is applied needs no body.
        if (policy is null || context.Request.ContentLength > 0)
        {
            var (documents, problem) = await ResourceBody.ReadAsync(context);
            if (problem is not null)
                return problem;
            question = question with { Documents = documents };
        }

        var outcome = await assessor.AssessAsync(question, context.RequestAborted);
        return outcome switch
        {
            { Errors.Count: > 0 } => Problems.Invalid(outcome.Errors),
            { Report: { } report } => TypedResults.Json(report, AdminJsonContext.Default.ImpactReport),
            _ => Problems.BadRequest(outcome.Problem!, outcome.Accepted),
        };
    }
}
