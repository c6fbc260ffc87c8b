using Godwit.Gateway.Attempts;
using Godwit.Gateway.Attempts.Credentials;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Counters;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Routing;
using Godwit.Policy.Territories;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Steps;

/// <summary>11. Attempt: one target after the other, until one answers or none is left that might.</summary>
internal sealed partial class AttemptStep(
    ReserveStep reserve, Granter granter, AttemptPipeline attempt, ProviderCredentials credentials, SettleStep settle,
    ILogger<AttemptStep> logger)
{
    public async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        if (Prefer(request) is { } ended)
            return ended;
        var targets = request.Plan.Targets;
        var next = 0;
        while (true)
        {
            var target = targets[next++];
            var (held, made) = (request.Holds.Now.Length, request.Attempts.Count);
            if (request.Key!.IsLimited && await reserve.RunAsync(request, target) is { } full)
            {
                if (next == targets.Count || request.Route!.OnFailure == OnFailure.Stop)
                    return full.Refusal;
                continue;
            }

            request.Credential.Wanted = granter.AccountFor(request, target);
            var outcome = await attempt.RunAsync(request, target);
            if (outcome is null)
            {
                credentials.Succeed(request.Credential, target);
                return null;
            }

            granter.Believe(request, outcome);
            request.Holds.Settle(request, held, request.Attempts.Count > made ? request.Attempts[^1] : null);
            if (outcome.ClientGone)
                return Refusals.ClientGone;
            if (outcome.Cut is { } cut)
            {
                // Nothing of the answer has reached the client: another target may still answer.
                if (DecideAnew(request, cut) is { } refusal)
                    return refusal;
                next = 0;
                continue;
            }

            // Another credential of the same provider comes before another target.
            if (credentials.Fail(request.Credential, target, outcome))
            {
                next--;
                continue;
            }

            outcome = credentials.Explain(request, target, outcome);
            if (outcome.Class == FailureClass.RegionRefusal)
                outcome = Believe(request, target, outcome);
            var last = next == targets.Count || request.Route!.OnFailure == OnFailure.Stop;
            if (last || !outcome.Class.AnotherTargetMayServe)
                return await EndAsync(request, outcome);
        }
    }

    /// <summary>Decides for the instant of the cut, from which on the target that was cut is excluded.</summary>
    private Refusal? DecideAnew(GatewayRequest request, TerritoryCut cut)
    {
        request.DecideAnew(new DateTimeOffset(cut.AtTicks, TimeSpan.Zero));
        return TerritoryStep.Run(request) ?? Prefer(request);
    }

    /// <summary>Targets whose providers gave something come first, where the route says so.</summary>
    private Refusal? Prefer(GatewayRequest request) =>
        request.Route!.Prefer == RoutePreference.None || granter.Order(request)
            ? null : LimitRefusals.GrantEnded(request.Route);

    /// <summary>
    /// A provider that refuses the region itself knows better than the policy: the caller is unserved.
    /// </summary>
    private AttemptFailure Believe(GatewayRequest request, TargetRules refused, AttemptFailure failure)
    {
        Log.PolicyBehind(logger, refused.Provider.Name, request.Location.Territory, request.Id);
        var behind = RoutePolicy.Believe(
            request.TerritoryFacts, request.Route!, request.Operation.ToPolicy(), request.DecidedAt.UtcTicks,
            refused, request.Plan);
        request.AddPolicyBehind(behind);
        return failure.With(Refusals.TerritoryNotServed(TerritoryMessage.OfProvider(request, refused.Provider)));
    }

    /// <summary>
    /// The provider's own error goes to the client as it came, unless it speaks of Godwit's credential.
    /// </summary>
    private async ValueTask<Refusal?> EndAsync(GatewayRequest request, AttemptFailure failure)
    {
        if (failure.Refusal is { } refusal)
            return refusal;
        await settle.PassOnAsync(request, failure);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            2003, LogLevel.Warning,
            "Provider {Provider} refused a caller from {Territory} itself; its territory policy is behind (request "
            + "{RequestId}).")]
        public static partial void PolicyBehind(
            ILogger logger, string provider, TerritoryCode territory, Guid requestId);
    }
}
