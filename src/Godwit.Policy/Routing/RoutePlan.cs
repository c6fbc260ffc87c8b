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
    public void KeepOnly(Predicate<TargetRules> needed) => targets.RemoveAll(target => !needed(target));

    internal void Add(TargetRules target) => targets.Add(target);

    /// <summary>Leaves only the targets of one provider, because it alone keeps what the request needs.</summary>
    /// <returns>False when none is left.</returns>
    public bool KeepOnly(string provider)
    {
        targets.RemoveAll(target => target.Provider.Name != provider);
        return targets.Count > 0;
    }

    /// <summary>Empties the plan for the next request.</summary>
    public void Clear()
    {
        targets.Clear();
        Decision = RequestDecision.None;
        Territory = default;
        Notice = null;
    }
}
