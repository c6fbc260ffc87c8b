using Godwit.Gateway.Attempts;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Steps;

/// <summary>11. Attempt: one target after the other, until one answers or none is left that might.</summary>
internal sealed class AttemptStep(AttemptPipeline attempt, SettleStep settle)
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
            var last = i == targets.Count - 1 || request.Route!.OnFailure == OnFailure.Stop;
            if (last || !outcome.AnotherTargetMayHelp)
                return await EndAsync(request, outcome);
        }
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
}
