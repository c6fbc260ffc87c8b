using Godwit.Gateway.ClientApi;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;

namespace Godwit.Gateway.Kept;

/// <summary>Which provider a new file goes to.</summary>
/// <remarks>
/// In this order: the one that the client names; for a batch, the one that serves the model of its first line; the only
/// one there is. Several are never chosen from silently: a file should not go where nobody meant it to.
/// </remarks>
internal static class KeeperChoice
{
    /// <summary>Header by which a client names the provider.</summary>
    public const string Header = "x-godwit-provider";

    /// <summary>The route to the provider that a client names in the header, or null when it names none.</summary>
    public static string? NamedIn(GatewayRequest request) => (string?)request.Http.Request.Headers[Header] is
        { Length: > 0 } name ? name : null;

    /// <summary>The routes to providers that keep such things and that the key reaches by some route.</summary>
    public static IReadOnlyList<RouteRules> Candidates(
        GatewayRequest request, params ReadOnlySpan<Operation> operations)
    {
        var reached = new HashSet<ProviderRules>();
        foreach (var route in request.Snapshot.Routes.All)
        {
            if (AccessPolicy.MayUse(request.Key!, route.Name))
                reached.UnionWith(route.Targets.Select(target => target.Provider));
        }

        var found = new List<RouteRules>();
        foreach (var keeper in request.Snapshot.Keepers.Values.OrderBy(k => k.Name, StringComparer.Ordinal))
        {
            if (reached.Contains(keeper.Targets[0].Provider) && OffersAll(keeper.Targets[0], operations))
                found.Add(keeper);
        }

        return found;
    }

    /// <summary>Sets the route of an upload, or says why there is none.</summary>
    /// <param name="request">The client's request.</param>
    /// <param name="form">What the file is for, and where the client wants it.</param>
    /// <param name="parts">The file will come in parts.</param>
    public static Refusal? Choose(GatewayRequest request, UploadForm form, bool parts = false)
    {
        var candidates = form.Purpose switch
        {
            "batch" => Candidates(request, Operation.Files, Operation.Batches),
            "fine-tune" => Candidates(request, Operation.Files, Operation.FineTuning),
            _ => Candidates(request, Operation.Files),
        };
        if (parts)
            candidates = [.. candidates.Where(c => c.Targets[0].Offers(Operation.Uploads))];
        if (candidates.Count == 0)
            return KeptRefusals.NoKeeper(
                $"files with the purpose '{form.Purpose}'{(parts ? " that come in parts" : "")}");
        var named = NamedIn(request);
        if (named is not null && form.Provider is not null && named != form.Provider)
            return Refusals.BadRequest(
                "invalid_value", $"The header {Header} and the field 'provider' name different providers.", "provider");
        if ((named ?? form.Provider) is { } name)
        {
            request.Route = candidates.FirstOrDefault(c => c.Name == name);
            return request.Route is null ? KeptRefusals.UnknownProvider(name, candidates.Select(c => c.Name)) : null;
        }

        if (form.IsBatch && OfBatch(request, form, candidates) is { } ofModel)
        {
            request.Route = ofModel;
            return null;
        }

        // With none that may serve the caller the first is taken, for its policy to say why.
        var serving = candidates.Where(c => MayServe(request, c)).ToList();
        if (serving.Count > 1)
            return KeptRefusals.WhichProvider(serving.Select(s => s.Name));
        request.Route = serving.Count == 1 ? serving[0] : candidates[0];
        return null;
    }

    /// <summary>True when a provider may keep something for the caller now.</summary>
    public static bool MayServe(GatewayRequest request, RouteRules keeper)
    {
        var plan = new RoutePlan();
        RoutePolicy.Decide(
            request.TerritoryFacts, keeper, request.Operation.ToPolicy(), request.DecidedAt.UtcTicks, plan);
        return plan.Targets.Count > 0;
    }

    private static RouteRules? OfBatch(GatewayRequest request, UploadForm form, IReadOnlyList<RouteRules> candidates)
    {
        var line = BatchFile.FirstLine(form.Arriving is null ? request.Body.Span : form.Begun.Span);
        if (BatchRewriter.RouteOf(request, line) is not { } route)
            return null;
        var keepers = route.Targets.Select(t => candidates.FirstOrDefault(c => c.Targets[0].Provider == t.Provider))
            .OfType<RouteRules>().ToList();
        return keepers.FirstOrDefault(k => MayServe(request, k)) ?? keepers.FirstOrDefault();
    }

    private static bool OffersAll(TargetRules target, ReadOnlySpan<Operation> operations)
    {
        foreach (var operation in operations)
        {
            if (!target.Offers(operation))
                return false;
        }

        return true;
    }
}
