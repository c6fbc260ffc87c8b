using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Routing;

/// <summary>
/// The targets that may answer a request, in order, and what was decided on the way. Reused between requests.
/// </summary>
public sealed class RoutePlan
{
    private readonly List<TargetRules> targets = new(4);

    /// <summary>Targets to try, in order; empty when the request is refused or nobody offers the operation.</summary>
    public IReadOnlyList<TargetRules> Targets => targets;

    public RequestDecision Decision { get; internal set; }

    /// <summary>The decision that excluded, observed or served: the one worth telling.</summary>
    public TerritoryDecision Territory { get; internal set; }

    /// <summary>What the caller is to be told of the end of the first target; null when there is nothing.</summary>
    public TerritoryNotice? Notice { get; internal set; }

    /// <summary>Leaves out the targets that do not hold something that the request needs.</summary>
    /// <returns>False when none is left.</returns>
    public bool KeepOnly(Predicate<TargetRules> holds)
    {
        targets.RemoveAll(target => !holds(target));
        return targets.Count > 0;
    }

    /// <summary>Nobody else can stand in for the one that may not serve the caller.</summary>
    public void Refuse(in TerritoryDecision decision)
    {
        targets.Clear();
        Decision = RequestDecision.Refused;
        Territory = decision;
        Notice = null;
    }

    internal void Add(TargetRules target) => targets.Add(target);

    /// <summary>Empties the plan for the next request.</summary>
    public void Clear()
    {
        targets.Clear();
        Decision = RequestDecision.None;
        Territory = default;
        Notice = null;
    }
}
