using System.Net;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.State;
using Godwit.Gateway.Streaming;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.ResponseState;

/// <summary>Asks the provider that holds a response about it, and tells the client with the ids it knows.</summary>
internal sealed class ResponseHolder(SealedIds ids, ReasoningMark marks, HolderAttempt attempt, AnswerRelay relay)
{
    public async ValueTask<Refusal?> AskAsync(GatewayRequest request, StoredResponseCall call, SealedId id)
    {
        request.Held = new HeldState(HeldKind.Response, id.Provider, id.Account);
        if (TargetOf(request, id) is not { } target)
            return ResponseRefusals.NoSuchResponse(call.Id);
        request.Route = new RouteRules
        {
            Name = id.Route ?? id.Provider, Targets = [target], OnFailure = OnFailure.Stop, Implied = true,
        };
        request.Told = new ToldResponse(id, call.Id, ids, () => marks.For(request));
        if (Decide(request) is { } refused)
            return refused;

        // What is told of a conversation is nobody's to keep.
        request.Http.Response.Headers.CacheControl = "no-store";
        var asked = new HolderCall(
            Operation.Chat, HttpMethod.Parse(request.Http.Request.Method),
            $"/{Uri.EscapeDataString(id.NativeId)}{call.Suffix}{request.Http.Request.QueryString.Value}");
        var failure = await attempt.RunAsync(
            request, asked,
            (response, clock) => relay.RunAsync(request, response, request.Lifetime, clock, hideUsage: false));
        if (failure is null)
            return null;

        // In Godwit's words: the provider's name the response by its own id.
        return failure.Status == (int)HttpStatusCode.NotFound
            ? ResponseRefusals.NoSuchResponse(call.Id)
            : await attempt.EndAsync(request, failure, () => Decide(request));
    }

    private static Refusal? Decide(GatewayRequest request)
    {
        request.Plan.Clear();
        RoutePolicy.DecideOn(
            request.TerritoryFacts, request.Route!.Targets[0], Operation.Chat, request.DecidedAt.UtcTicks,
            request.Plan);
        request.Notice = request.Plan.Notice;
        return request.IsRefusedByTerritory
            ? StateRefusals.OutOfReach(request, request.Held!, request.Plan.Territory) : null;
    }

    /// <summary>
    /// A target of the holder that this key may use: of the route it was made by first, and of the model that made it.
    /// </summary>
    private static TargetRules? TargetOf(GatewayRequest request, SealedId id)
    {
        var routes = request.Snapshot.Routes.All.Where(route => AccessPolicy.MayUse(request.Key!, route.Name));
        return routes.OrderBy(route => route.Name == id.Route ? 0 : 1).SelectMany(route => route.Targets)
            .Where(request.Held!.IsAt).OrderBy(target => target.Model == id.Background?.Model ? 0 : 1).FirstOrDefault();
    }
}
