using Godwit.Gateway.Attempts;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;
using Godwit.Policy.Territories;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Steps;

/// <summary>11. Attempt: one target after the other, until one answers or none is left that might.</summary>
internal sealed partial class AttemptStep(AttemptPipeline attempt, SettleStep settle, ILogger<AttemptStep> logger)
{
    public async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        var targets = request.Plan.Targets;
        for (var i = 0; ; i++)
        {
            var outcome = await attempt.RunAsync(request, targets[i]);
            if (outcome is null)
                return null;
            if (outcome.ClientGone)
                return Refusals.ClientGone;
            if (outcome.Class == FailureClass.RegionRefusal)
                outcome = Believe(request, targets[i], outcome);
            var last = i == targets.Count - 1 || request.Route!.OnFailure == OnFailure.Stop;
            if (last || !outcome.AnotherTargetMayHelp)
                return await EndAsync(request, outcome);
        }
    }

    /// <summary>
    /// A provider that refuses the region itself knows better than the policy: the caller is unserved.
    /// </summary>
    private AttemptFailure Believe(GatewayRequest request, TargetRules refused, AttemptFailure failure)
    {
        Log.PolicyBehind(logger, refused.Provider.Name, request.Location.Territory, request.Id);
        var behind = RoutePolicy.Believe(
            request.TerritoryFacts, request.Route!, request.Operation.ToPolicy(), request.StartedAt.UtcTicks,
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
        request.Ending = RequestEnding.Completed;
        settle.Run(request, failure.Status);
        await failure.WriteAsync(request);
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
