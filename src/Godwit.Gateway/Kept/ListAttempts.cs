using Godwit.Gateway.Attempts;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Kept;

/// <summary>The attempts of one list: one for each provider, however many of its things are asked for.</summary>
internal sealed class ListAttempts(GatewayRequest request, TimeProvider time)
{
    private readonly List<(TargetRules Target, AttemptClock Clock)> asked = [];

    /// <summary>The clock of a provider's attempt, begun when it is first asked.</summary>
    public AttemptClock Begin(TargetRules target)
    {
        foreach (var (known, clock) in asked)
        {
            if (known == target)
                return clock;
        }

        var first = new AttemptClock(time, request.StartTimestamp);
        asked.Add((target, first));
        request.BeginAttempt(target, target.Doors[0]);
        return first;
    }

    /// <summary>Records the attempts; the last one with what went wrong.</summary>
    public AttemptFailure? End(AttemptFailure? failure)
    {
        for (var i = 0; i < asked.Count; i++)
        {
            var failed = i == asked.Count - 1 ? failure : null;
            request.Add(asked[i].Clock.Record(
                asked[i].Target, failed?.Status ?? 200, failed is { IsProviders: true } ? failed.Class : null));
        }

        return failure;
    }
}
