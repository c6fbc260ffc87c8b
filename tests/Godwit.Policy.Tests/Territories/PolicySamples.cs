using System.Collections.Frozen;
using System.Collections.Immutable;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Tests.Territories;

/// <summary>Small policies and callers for tests of decisions.</summary>
internal static class PolicySamples
{
    public static readonly DateTimeOffset CutOff = new(2024, 7, 9, 0, 0, 0, TimeSpan.Zero);

    public static TerritoryCode Code(string text) => TerritoryCode.Parse(text);

    /// <summary>A table that serves everybody but the named territories.</summary>
    public static TerritoryTable Table(
        TerritoryAction unserved, string[] denied, TerritoryAction unknown = TerritoryAction.Serve,
        TerritoryMatch match = TerritoryMatch.Best, TerritoryAction? disputed = null,
        Dictionary<SubdivisionCode, TerritoryAction>? subdivisions = null, TerritoryAction vpn = TerritoryAction.Serve)
    {
        var actions = new TerritoryAction[TerritoryCode.IndexCount];
        actions[0] = unknown;
        foreach (var code in denied)
            actions[Code(code).Index] = unserved;
        var networks = new TerritoryAction[Enum.GetValues<NetworkKind>().Length];
        networks[(int)NetworkKind.Vpn] = vpn;
        return new TerritoryTable
        {
            Actions = [.. actions],
            Networks = [.. networks],
            Match = match,
            Disputed = disputed,
            Subdivisions = (subdivisions ?? []).ToFrozenDictionary(),
        };
    }

    public static TerritoryRules Rules(
        TerritoryTable table, string name = "policy", DateTimeOffset? from = null, DateTimeOffset? until = null,
        Dictionary<string, long>? exempt = null, string[]? models = null, string[]? organizations = null,
        Surface[]? surfaces = null, LegalDemand? demand = null)
    {
        var periods = new List<TerritoryPeriod> { new(long.MinValue, from is null ? table : null) };
        if (from is { } start)
            periods.Add(new(start.UtcTicks, table));
        if (until is { } end)
            periods.Add(new(end.UtcTicks, null));
        return new TerritoryRules
        {
            Name = name,
            Version = 1,
            Timeline = [.. periods],
            Exemptions = (exempt ?? []).ToFrozenDictionary(
                pair => pair.Key,
                pair => ImmutableArray.Create(new TerritoryExemption(long.MinValue, pair.Value, "counsel"))),
            Models = models?.ToFrozenSet(),
            Organizations = organizations?.ToFrozenSet(),
            Surfaces = surfaces?.ToFrozenSet(),
            LegalDemand = demand,
        };
    }

    public static TerritoryFacts From(
        string? territory, string organization = "acme", ChainOutcome chain = ChainOutcome.Peer) =>
        new(Evidence(territory), chain, organization);

    public static AddressEvidence Evidence(string? territory, string? subdivision = null, params string[] disputedBy)
    {
        if (territory is null)
            return AddressEvidence.Unknown;
        var part = SubdivisionCode.TryParse(subdivision, out var parsed) ? parsed : default;
        return new AddressEvidence
        {
            Best = Code(territory),
            Candidates =
            [
                new TerritoryCandidate(Code(territory), part, ["ipfire"]),
                .. disputedBy.Select(other => new TerritoryCandidate(Code(other), default, ["dbip-lite"])),
            ],
            Disputed = disputedBy.Length > 0,
            Confidence = Confidence.High,
        };
    }

    public static TerritoryDecision Decide(TerritoryFacts facts, DateTimeOffset at, params TerritoryRules[] rules) =>
        TerritoryPolicy.Decide(facts, ImmutableArray.Create(rules), "gpt-4o", at.UtcTicks);
}
