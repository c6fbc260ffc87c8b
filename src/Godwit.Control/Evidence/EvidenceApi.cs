using Godwit.Control.Api;
using Godwit.Control.Evidence.Bundles;
using Godwit.Control.Evidence.Replay;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Evidence;

/// <summary>
/// Hands out evidence as a signed bundle, the key it is signed with, and whether decisions come out again.
/// </summary>
internal static class EvidenceApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/evidence", ExportAsync)
            .WithName("exportEvidence").WithSummary("Writes the evidence about an organization as a signed bundle.")
            .Produces(200, contentType: "application/zip").ProducesProblem(400).ProducesProblem(404);
        routes.MapGet("/evidence/key", KeyAsync)
            .WithName("getEvidenceKey").WithSummary("Shows the public key that evidence is signed with.")
            .Produces<EvidenceKeyView>();
        routes.MapGet("/evidence/replay", ReplayAsync)
            .WithName("replayDecisions")
            .WithSummary("Makes recorded decisions again from stored evidence, and tells which come out otherwise.")
            .Produces<ReplayReport>().ProducesProblem(400);
    }

    private static async Task<IResult> ExportAsync(
        HttpContext context, string? organization, string? from, string? to, ResourceArchive archive,
        EvidenceExporter exporter, TimeProvider time)
    {
        var (filter, problem) = Period(from, to, organization, time);
        if (problem is not null)
            return problem;
        if (string.IsNullOrEmpty(organization))
            return Problems.BadRequest("organization: the name of an Organization is expected");
        if (!await archive.WasThereAsync(ResourceKind.Organization, organization, context.RequestAborted))
            return Problems.NotFound($"Organization/{organization}");
        // The end of an archive's entry is written without waiting; nothing else on this listener is in a hurry.
        if (context.Features.Get<IHttpBodyControlFeature>() is { } control)
            control.AllowSynchronousIO = true;
        context.Response.ContentType = "application/zip";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"evidence.zip\"";
        await exporter.WriteAsync(
            new EvidenceScope(organization, filter.Since!.Value, filter.Until!.Value), context.Response.Body,
            context.RequestAborted);
        return Results.Empty;
    }

    private static async Task<IResult> KeyAsync(EvidenceKeyStore keys, CancellationToken cancellation)
    {
        using var key = await keys.OpenAsync(cancellation);
        return TypedResults.Json(
            new EvidenceKeyView
            {
                Algorithm = BundleNames.Algorithm, Fingerprint = EvidenceKeys.Fingerprint(key),
                PublicKey = EvidenceKeys.Pem(key),
            },
            AdminJsonContext.Default.EvidenceKeyView);
    }

    private static async Task<IResult> ReplayAsync(
        string? from, string? to, string? organization, DecisionReplay replay, TimeProvider time,
        CancellationToken cancellation)
    {
        var (filter, problem) = Period(from, to, organization, time);
        return problem ?? TypedResults.Json(
            await replay.RunAsync(filter, cancellation), AdminJsonContext.Default.ReplayReport);
    }

    private static (RequestFilter Filter, IResult? Problem) Period(
        string? from, string? to, string? organization, TimeProvider time)
    {
        var query = new QueryText();
        var (since, until) = (query.Instant("from", from), query.Instant("to", to) ?? time.GetUtcNow());
        var error = query.Error
            ?? (since is null ? "from: the first instant of the period is expected"
                : since >= until ? "from: an instant before to is expected" : null);
        return error is null
            ? (new RequestFilter { Since = since, Until = until, Organization = organization }, null)
            : (new RequestFilter(), Problems.BadRequest(error));
    }
}
