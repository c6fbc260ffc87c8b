using Godwit.Gateway.ClientApi;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Steps;

/// <summary>
/// Answers <c>GET /godwit/v1/availability</c>: what this caller may use from here, by which provider, until when, and
/// what instead.
/// </summary>
internal static class Availability
{
    public static async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        var asked = request.Http.Request.Query["model"];
        if (asked.Count > 1)
            return Refusals.BadRequest("duplicate_parameter", "'model' may be given once.", "model");
        var routes = request.Snapshot.Routes.All.Where(route => AccessPolicy.MayUse(request.Key!, route.Name));
        if (asked.Count == 1)
        {
            routes = routes.Where(route => route.Name == asked[0]);
            if (!routes.Any())
                return Refusals.UnknownModel(asked[0]!);
        }

        AvailabilityWriter.WriteAll(request, [.. routes.Select(route => RowOf(request, route, null))]);
        await request.Http.Response.BodyWriter.FlushAsync();
        return null;
    }

    /// <summary>The row of a route, for one operation or the first that it offers.</summary>
    public static AvailabilityRow RowOf(GatewayRequest request, RouteRules route, Operation? operation)
    {
        var (facts, now) = (request.TerritoryFacts, request.StartedAt.UtcTicks);
        var plan = RouteOutlook.Plan(facts, route, now, operation);
        request.Tell(plan.Notice);
        var change = RouteOutlook.Change(facts, route, now, operation);
        return new AvailabilityRow
        {
            Route = route.Name,
            Decision = plan.Decision,
            Reason = plan.Territory.Reason,
            Policy = plan.Territory.Policy,
            Target = plan.Targets.Count > 0 ? plan.Targets[0] : null,
            TargetUntil = Instant(change?.At),
            Afterwards = change?.Target,
            AvailableUntil = plan.Targets.Count > 0 ? Instant(RouteOutlook.Until(facts, route, now, operation)) : null,
            Alternatives = plan.Targets.Count > 0 ? [] : TerritoryMessage.Alternatives(request, null, operation),
        };
    }

    private static DateTimeOffset? Instant(long? ticks) =>
        ticks is { } known ? new DateTimeOffset(known, TimeSpan.Zero) : null;
}
