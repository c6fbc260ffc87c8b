using System.Collections.Frozen;
using System.Collections.Immutable;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Territories;

/// <summary>A territory policy, compiled: for each instant a table, so that a decision is a look-up.</summary>
public sealed class TerritoryRules
{
    public required string Name { get; init; }

    /// <summary>Version of the resource.</summary>
    public required long Version { get; init; }

    /// <summary>Periods in order of time, without gaps, the first from ever on.</summary>
    public required ImmutableArray<TerritoryPeriod> Timeline { get; init; }

    /// <summary>Models it applies to; null for all.</summary>
    public FrozenSet<string>? Models { get; init; }

    /// <summary>Organizations it applies to; null for all.</summary>
    public FrozenSet<string>? Organizations { get; init; }

    /// <summary>Ways of access it applies to; null for all.</summary>
    public FrozenSet<Surface>? Surfaces { get; init; }

    /// <summary>When an organization is exempt, by organization; no two times of one overlap.</summary>
    public FrozenDictionary<string, ImmutableArray<TerritoryExemption>> Exemptions { get; init; } =
        FrozenDictionary<string, ImmutableArray<TerritoryExemption>>.Empty;

    /// <summary>What follows from the accounts of organizations that are not served, by organization.</summary>
    public FrozenDictionary<string, AccountVerdict> Accounts { get; init; } =
        FrozenDictionary<string, AccountVerdict>.Empty;

    /// <summary>What becomes of an answer under way when the policy begins to exclude its caller.</summary>
    public TerritoryStreams Streams { get; init; }

    /// <summary>The legal demand it follows, if it follows one.</summary>
    public LegalDemand? LegalDemand { get; init; }

    /// <summary><c>name@version</c>, as it stands in records.</summary>
    public string Label => field ??= $"{Name}@{Version}";

    /// <summary>Whom a refused caller can turn to.</summary>
    public string? Contact { get; init; }

    /// <summary>The exemption of an organization at an instant.</summary>
    public bool TryFindExemption(string organization, long nowTicks, out TerritoryExemption found)
    {
        if (Exemptions.TryGetValue(organization, out var exemptions))
        {
            foreach (var exemption in exemptions)
            {
                if (exemption.FromTicks <= nowTicks && nowTicks < exemption.UntilTicks)
                {
                    found = exemption;
                    return true;
                }
            }
        }

        found = default;
        return false;
    }

    /// <summary>Every instant at which it may begin to say something else to an organization, in any order.</summary>
    public IEnumerable<long> Changes(string organization)
    {
        var periods = Timeline.Select(period => period.FromTicks);
        return Exemptions.TryGetValue(organization, out var exemptions)
            ? periods.Concat(exemptions.SelectMany(e => new[] { e.FromTicks, e.UntilTicks }))
            : periods;
    }
}

/// <summary>A stretch of time during which a policy says the same.</summary>
/// <param name="FromTicks">First instant, UTC ticks.</param>
/// <param name="Table">What it says; null while the policy is not in force and gives no notice.</param>
/// <param name="Notice">
/// What callers are told while the table is only announced: they are served, though it says otherwise.
/// </param>
public sealed record TerritoryPeriod(long FromTicks, TerritoryTable? Table, TerritoryNotice? Notice = null);

/// <summary>A time for which somebody approved that a policy does not apply to an organization.</summary>
/// <param name="FromTicks">First instant it holds, UTC ticks.</param>
/// <param name="UntilTicks">First instant it no longer holds, UTC ticks.</param>
/// <param name="Approver">Who approved it.</param>
public readonly record struct TerritoryExemption(long FromTicks, long UntilTicks, string Approver);

/// <summary>What follows from the account of an organization, wherever it calls from.</summary>
public readonly record struct AccountVerdict(TerritoryAction Action, TerritoryReason Reason);

/// <summary>The action for each territory, and for what is not a plain territory.</summary>
public sealed class TerritoryTable
{
    /// <summary>Action by <see cref="TerritoryCode.Index"/>; index 0 is the action for an unknown territory.</summary>
    public required ImmutableArray<TerritoryAction> Actions { get; init; }

    /// <summary>Actions for single subdivisions, which win over their territory's.</summary>
    public required FrozenDictionary<SubdivisionCode, TerritoryAction> Subdivisions { get; init; }

    /// <summary>Action when candidates get different actions; null leaves it to <see cref="Match"/>.</summary>
    public TerritoryAction? Disputed { get; init; }

    public required TerritoryMatch Match { get; init; }

    /// <summary>Action by <see cref="NetworkKind"/>.</summary>
    public required ImmutableArray<TerritoryAction> Networks { get; init; }
}
