using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Godwit.Gateway.Telemetry;
using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;

namespace Godwit.Gateway.Attempts.Limits;

/// <summary>
/// Remembers what providers have left for each credential and model, so that nobody is asked who would refuse. It is
/// kept over snapshots as long as the credential stays the same, in the memory of this node only.
/// </summary>
internal sealed class ProviderLimits : IDisposable
{
    private readonly ConcurrentDictionary<(string Provider, string Identity, string Model, bool Tells), LimitState>
        states = new();
    private readonly ConditionalWeakTable<TargetRules, LimitState[]> targets = [];
    private readonly SnapshotHolder snapshots;
    private readonly GatewayTelemetry telemetry;

    public ProviderLimits(SnapshotHolder snapshots, GatewayTelemetry telemetry)
    {
        this.snapshots = snapshots;
        this.telemetry = telemetry;
        snapshots.Published += Trim;
    }

    /// <summary>What is known of a target's credential; of a provider without credentials there is one.</summary>
    public LimitState StateOf(TargetRules target, int credential) =>
        (targets.TryGetValue(target, out var known) ? known : targets.GetValue(target, Create))[credential];

    /// <summary>Takes what a request needs of a target's credential.</summary>
    /// <returns>Why nothing was taken; null when it was.</returns>
    public LimitHold? Take(GatewayRequest request, TargetRules target, int credential, DateTimeOffset now)
    {
        var state = StateOf(target, credential);
        var hold = state.Take(now.UtcTicks, NeedOf(request, state, now), out var mark);
        if (hold is { } reason)
            telemetry.PassedOver(target.Provider.Name, reason.Kind);
        else
            request.Credential.Limits = new LimitTurn(state, mark);
        return hold;
    }

    /// <summary>Counts a request that is sent whatever is left.</summary>
    public void Count(GatewayRequest request, TargetRules target, int credential, DateTimeOffset now)
    {
        var state = StateOf(target, credential);
        request.Credential.Limits = new LimitTurn(state, state.Count(now.UtcTicks, NeedOf(request, state, now)));
    }

    /// <summary>Reads what the headers of an answer say, of whatever status.</summary>
    public static void Learn(in LimitTurn turn, ProviderRules provider, HttpResponseHeaders headers, TimeProvider time)
    {
        if (provider.RateLimitHeaders is not { } names || turn.State is not { } state)
            return;
        var now = time.GetUtcNow().UtcTicks;
        state.Learn(LimitReadings.Read(headers, names, now), turn.Mark, now);
    }

    public void Dispose() => snapshots.Published -= Trim;

    private static int NeedOf(GatewayRequest request, LimitState state, DateTimeOffset now) =>
        state.CountsTokensAt(now.UtcTicks) ? SureNeed.Of(request) : 1;

    private LimitState[] Create(TargetRules target)
    {
        var provider = target.Provider;
        return provider.Credentials.IsEmpty
            ? [Shared(provider, "", target.ProviderModel)]
            : [.. provider.Credentials.Select(c => Shared(provider, c.Identity, target.ProviderModel))];
    }

    // Several routes may lead to one model: what it has left is left for all of them.
    private LimitState Shared(ProviderRules provider, string identity, string model) => states.GetOrAdd(
        (provider.Name, identity, model, provider.RateLimitHeaders is not null), key => new LimitState(key.Tells));

    /// <summary>Forgets credentials that a new snapshot no longer has.</summary>
    private void Trim(GatewaySnapshot snapshot)
    {
        var wanted = snapshot.Providers.SelectMany(provider => provider.Credentials
            .Select(c => (provider.Name, c.Identity)).Append((provider.Name, ""))).ToHashSet();
        foreach (var key in states.Keys.Where(key => !wanted.Contains((key.Provider, key.Identity))))
            states.TryRemove(key, out _);
    }
}
