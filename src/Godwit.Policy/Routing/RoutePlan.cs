using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Routing;

/// <summary>
/// The targets that may answer a request, in order, and what was decided on the way. Reused between requests.
/// </summary>
public sealed class RoutePlan
{
    private readonly List<TargetRules> targets = new(4);
    private readonly List<TerritoryNotice?> notices = new(4);

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
        for (var i = targets.Count - 1; i >= 0; i--)
        {
            if (!holds(targets[i]))
                RemoveAt(i);
        }

        return targets.Count > 0;
    }

    /// <summary>Puts a target before others that stand before it; the rest keep their order.</summary>
    /// <param name="from">Where it stands.</param>
    /// <param name="to">Where it is to stand, not behind.</param>
    internal void Move(int from, int to)
    {
        if (from == to)
            return;
        var (target, notice) = (targets[from], notices[from]);
        RemoveAt(from);
        targets.Insert(to, target);
        notices.Insert(to, notice);
        if (to == 0)
            Notice = notice;
    }

    /// <summary>Leaves a target out.</summary>
    internal void RemoveAt(int index)
    {
        targets.RemoveAt(index);
        notices.RemoveAt(index);
    }

    /// <summary>Nobody else can stand in for the one that may not serve the caller.</summary>
    public void Refuse(in TerritoryDecision decision)
    {
        targets.Clear();
        notices.Clear();
        Decision = RequestDecision.Refused;
        Territory = decision;
        Notice = null;
    }

    internal void Add(TargetRules target, TerritoryNotice? notice = null)
    {
        targets.Add(target);
        notices.Add(notice);
    }

    /// <summary>Empties the plan for the next request.</summary>
    public void Clear()
    {
        targets.Clear();
        notices.Clear();
        Decision = RequestDecision.None;
        Territory = default;
        Notice = null;
    }
}
