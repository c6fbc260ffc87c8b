using Godwit.Gateway.Geolocation.Chain;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;
using Godwit.Policy.Territories;
using Microsoft.Extensions.Primitives;

namespace Godwit.Gateway.Geolocation;

/// <summary>
/// Explains a territory decision with the very code that makes it: same chain walk, same tables, same policies.
/// </summary>
public sealed class TerritoryExplainer(
    ClientAddressResolver resolver, ClientAddressOptions options, IAddressLocator locator, SnapshotHolder snapshots,
    TimeProvider time) : ITerritoryExplainer
{
    /// <inheritdoc/>
    public TerritoryExplanation Explain(TerritoryQuestion question, GatewaySnapshot? asOf = null)
    {
        var client = ResolveClient(question);
        var location = client.Address is { } address ? locator.Locate(address) : Location.Unknown;
        var at = question.At ?? time.GetUtcNow();
        var evidence = location.Evidence;
        var facts = new TerritoryFacts(evidence, client.Outcome, question.Organization ?? "");
        var snapshot = asOf ?? snapshots.Current;
        return new TerritoryExplanation
        {
            At = at,
            Address = client.Address?.ToString(),
            PeerAddress = client.Peer.ToString(),
            Chain = client.Outcome,
            HopIndex = client.HopIndex,
            Form = location.Form,
            Territory = evidence.Best.HasValue ? evidence.Best.ToString() : null,
            TerritoryName = evidence.Best.HasValue ? TerritoryCatalog.Name(evidence.Best) : null,
            Subdivision =
                evidence.Candidates is [{ Subdivision.HasValue: true } best, ..] ? best.Subdivision.ToString() : null,
            Confidence = evidence.Confidence,
            Disputed = evidence.Disputed,
            Network = evidence.Network,
            NetworkSources = evidence.NetworkSources,
            CloudRegion = evidence.CloudRegion,
            SpecialPurpose = evidence.SpecialPurpose,
            Coverage = evidence.Coverage,
            Candidates = [.. evidence.Candidates.Select(Describe)],
            Sources = client.Address is null ? [] : [.. locator.Explain(client.Address).Select(Describe)],
            Providers =
                snapshot is null ? [] : [.. Providers(snapshot, question.Provider).Select(p => Describe(p, facts, at))],
            SnapshotRevision = snapshot?.Revision ?? 0,
            AsOf = asOf is not null,
            Attribution = [.. locator.Sources.Select(s => s.Attribution).Where(a => a.Length > 0).Distinct()],
        };
    }

    private ClientAddress ResolveClient(TerritoryQuestion question)
    {
        if (!StrictIPAddress.TryParse(question.Address, out var address))
            throw new FormatException(
                $"'{question.Address}' is no address; write four decimal numbers, or IPv6 without a zone.");
        if (question.Forwarded is not { } forwarded)
            return new ClientAddress(address, address, ChainOutcome.Peer, 0);
        return options.Source == ClientAddressSource.Forwarded
            ? resolver.Resolve(address, StringValues.Empty, forwarded)
            : resolver.Resolve(address, forwarded, StringValues.Empty);
    }

    private static IEnumerable<ProviderRules> Providers(GatewaySnapshot snapshot, string? name)
    {
        if (name is null)
            return snapshot.Providers;
        var found = snapshot.Providers.Where(p => p.Name == name).ToArray();
        return found.Length > 0
            ? found
            : throw new ArgumentException(
                $"There is no provider '{name}'; there are: "
                + $"{string.Join(", ", snapshot.Providers.Select(p => p.Name))}.");
    }

    private static ExplainedProvider Describe(ProviderRules provider, TerritoryFacts facts, DateTimeOffset at)
    {
        // A policy for single models does not speak for the provider as a whole.
        var decision = TerritoryPolicy.Decide(facts, provider.Territories, "", at.UtcTicks);
        var until = decision.MayServe
            ? TerritoryPolicy.ServedUntilTicks(facts, provider.Territories, "", at.UtcTicks)
            : null;
        return new ExplainedProvider
        {
            Provider = provider.Name,
            Verdict =
                !decision.MayServe ? "refused" : decision.Action == TerritoryAction.Observe ? "observed" : "served",
            Action = decision.Action,
            Reason = decision.Reason,
            Policy = decision.Policy?.Label,
            ServedUntil = until is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
            TerritoryList = provider.TerritoryStatus.ToString().ToLowerInvariant(),
        };
    }

    private static ExplainedCandidate Describe(TerritoryCandidate candidate) => new(
        candidate.Territory.ToString(), candidate.Subdivision.HasValue ? candidate.Subdivision.ToString() : null,
        candidate.Sources, candidate.RegistrationOnly);

    private static ExplainedSource Describe(SourceAnswer answer) => new(
        answer.Source, answer.Method.ToString(), answer.Raw,
        answer.Territory.HasValue ? answer.Territory.ToString() : null,
        answer.Subdivision.HasValue ? answer.Subdivision.ToString() : null, answer.BuildEpoch);
}
