using System.Net;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Gateway.Geolocation.Edge;
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
    ClientAddressResolver resolver, ClientAddressOptions options, IAddressLocator locator, EdgeHeader edge,
    SnapshotHolder snapshots, TimeProvider time) : ITerritoryExplainer
{
    /// <inheritdoc/>
    public TerritoryExplanation Explain(TerritoryQuestion question, GatewaySnapshot? asOf = null)
    {
        var client = ResolveClient(question);
        var location = client.Address is { } address ? locator.Locate(address) : Location.Unknown;
        var at = question.At ?? time.GetUtcNow();
        var evidence = edge.Weigh(client, question.Edge, location.Evidence);
        var endUser = question.EndUser is { } handedOn ? locator.Locate(Parse(handedOn)).Evidence : null;
        var facts = new TerritoryFacts(evidence, client.Outcome, question.Organization ?? "", question.Surface)
        {
            EndUser = endUser,
        };
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
            Sources = [.. Sources(client, question.Edge).Select(Describe)],
            Edge = question.Edge is { } said ? DescribeEdge(client, said) : null,
            EndUser = endUser is null ? null : Describe(question.EndUser!, endUser),
            Providers =
                snapshot is null ? [] : [.. Providers(snapshot, question.Provider).Select(p => Describe(p, facts, at))],
            SnapshotRevision = snapshot?.Revision ?? 0,
            AsOf = asOf is not null,
            Attribution = [.. locator.Sources.Select(s => s.Attribution).Where(a => a.Length > 0).Distinct()],
        };
    }

    private IEnumerable<SourceAnswer> Sources(ClientAddress client, string? said)
    {
        if (client.Address is null)
            return [];
        var answers = locator.Explain(client.Address);
        return said is null || !EdgeClaim.Read(said).HasValue || edge.Name is null || !edge.IsEdge(client.Peer)
            ? answers
            : [.. answers, new SourceAnswer(
                edge.SourceName, SourceMethod.EdgeHeader, said, EdgeClaim.Read(said).Territory, default, null)];
    }

    private ExplainedEdge DescribeEdge(ClientAddress client, string said)
    {
        var (believed, because) = edge.Name is null ? (false, "no edge header is configured")
            : !edge.IsEdge(client.Peer) ? (false, "the peer is outside the edge's ranges")
            : client.Address is null ? (false, "the chain is not trusted")
            : !EdgeClaim.Read(said).HasValue ? (false, "it names no territory")
            : (true, "the peer is the edge");
        return new ExplainedEdge(edge.Name, said, believed, because);
    }

    private static ExplainedEndUser Describe(string address, AddressEvidence evidence) => new(
        address, evidence.Best.HasValue ? evidence.Best.ToString() : null,
        evidence.Candidates is [{ Subdivision.HasValue: true } best, ..] ? best.Subdivision.ToString() : null,
        evidence.Confidence, evidence.Disputed, evidence.Network);

    private static IPAddress Parse(string text) => StrictIPAddress.TryParse(text, out var address)
        ? address
        : throw new FormatException($"'{text}' is no address; write four decimal numbers, or IPv6 without a zone.");

    private ClientAddress ResolveClient(TerritoryQuestion question)
    {
        var address = Parse(question.Address);
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
            Verdict = Verdict(decision),
            Action = decision.Action,
            OfEndUser = decision.OfEndUser,
            Reason = decision.Reason,
            Policy = decision.Policy?.Label,
            ServedUntil = Instant(until),
            TerritoryList = provider.TerritoryStatus.ToString().ToLowerInvariant(),
            Considered =
            [
                .. TerritoryPolicy.DecideEach(facts, provider.Territories, "", at.UtcTicks)
                    .Select(each => Describe(each, facts.Organization, at)),
            ],
        };
    }

    private static ExplainedPolicy Describe(TerritoryDecision decision, string organization, DateTimeOffset at) => new()
    {
        Policy = decision.Policy!.Label,
        Verdict = Verdict(decision),
        Action = decision.Action,
        Reason = decision.Reason,
        RefusedFrom = Instant(decision.Notice?.RefusedFromTicks),
        ExemptionApprover = decision.Reason == TerritoryReason.ExemptionApplied
            && decision.Policy.TryFindExemption(organization, at.UtcTicks, out var exemption)
            ? exemption.Approver
            : null,
    };

    private static string Verdict(TerritoryDecision decision) =>
        !decision.MayServe ? "refused" : decision.Action == TerritoryAction.Observe ? "observed" : "served";

    private static DateTimeOffset? Instant(long? ticks) =>
        ticks is { } known ? new DateTimeOffset(known, TimeSpan.Zero) : null;

    private static ExplainedCandidate Describe(TerritoryCandidate candidate) => new(
        candidate.Territory.ToString(), candidate.Subdivision.HasValue ? candidate.Subdivision.ToString() : null,
        candidate.Sources, candidate.RegistrationOnly);

    private static ExplainedSource Describe(SourceAnswer answer) => new(
        answer.Source, answer.Method.ToString(), answer.Raw,
        answer.Territory.HasValue ? answer.Territory.ToString() : null,
        answer.Subdivision.HasValue ? answer.Subdivision.ToString() : null, answer.BuildEpoch);
}
