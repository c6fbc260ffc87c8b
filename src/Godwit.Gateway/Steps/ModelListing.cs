using System.Collections.Immutable;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;
using Godwit.Policy.Territories;
using Godwit.Providers.Dialects.OpenAIChat;

namespace Godwit.Gateway.Steps;

/// <summary>Answers <c>GET /v1/models</c>: what this key may use from where it calls, now, and until when.</summary>
internal static class ModelListing
{
    private static readonly Operation[] Operations = Enum.GetValues<Operation>();

    public static async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        var response = request.Http.Response;
        if (request.Operation == ClientOperation.GetModel)
        {
            // SDKs escape the slash of provider/model, and it is the one character that a server leaves escaped.
            var name = request.Http.Request.Path.Value![ClientPaths.ModelPrefix.Length..]
                .Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
            if (!request.Snapshot.Routes.TryFind(name, out var route) || RowOf(request, route!) is not { } row)
                return Refusals.UnknownModel(name);
            Begin(request);
            OpenAIModelList.WriteOne(response.BodyWriter, row);
        }
        else
        {
            var rows = request.Snapshot.Routes.All.Select(route => RowOf(request, route)).OfType<OpenAIModelRow>();
            OpenAIModelRow[] all = [.. rows];
            Begin(request);
            OpenAIModelList.WriteList(response.BodyWriter, all);
        }

        await response.BodyWriter.FlushAsync();
        return null;
    }

    private static void Begin(GatewayRequest request)
    {
        request.Http.Response.ContentType = "application/json";
        request.Http.Response.Headers.CacheControl = "no-store";
        AnswerHeaders.Write(request);
    }

    /// <summary>
    /// The row of a route; null when this caller may not use it, or nobody on it may serve the caller. What the answer
    /// has to tell of it is noted.
    /// </summary>
    private static OpenAIModelRow? RowOf(GatewayRequest request, RouteRules route)
    {
        if (!AccessPolicy.MayUse(request.Key!, route.Name))
            return null;
        var facts = request.TerritoryFacts;
        var now = request.StartedAt.UtcTicks;
        var plan = Plan(facts, route, now);
        if (plan.Targets.Count == 0)
            return null;
        Tell(request, plan.Notice);
        var target = plan.Targets[0];
        return new OpenAIModelRow(
            route.Name,
            request.Snapshot.CompiledAt,
            target.Provider.TelemetryName,
            target.Provider.Name,
            plan.Decision.ToString().ToLowerInvariant(),
            Until(facts, route, now) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
            target.Facts?.ShutdownDate,
            target.Provider.Simulated);
    }

    /// <summary>The soonest of all notices stands for the list.</summary>
    private static void Tell(GatewayRequest request, TerritoryNotice? notice)
    {
        if (notice?.RefusedFromTicks < (request.Notice?.RefusedFromTicks ?? long.MaxValue))
            request.Notice = notice;
    }

    /// <summary>The plan for the first operation that the route offers.</summary>
    private static RoutePlan Plan(TerritoryFacts facts, RouteRules route, long ticks)
    {
        var plan = new RoutePlan();
        foreach (var operation in Operations)
        {
            plan.Clear();
            RoutePolicy.Decide(facts, route, operation, ticks, plan);
            if (plan.Targets.Count > 0)
                break;
        }

        return plan;
    }

    /// <summary>The first instant at which no target of the route may serve the caller any more.</summary>
    private static long? Until(TerritoryFacts facts, RouteRules route, long now)
    {
        var instants = route.Targets
            .SelectMany(target => target.Provider.Territories)
            .ToImmutableHashSet()
            .SelectMany(policy => policy.Changes(facts.Organization))
            .Where(instant => instant > now)
            .Order();
        foreach (var instant in instants)
        {
            if (Plan(facts, route, instant).Targets.Count == 0)
                return instant;
        }

        return null;
    }
}
