using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Impact;

/// <summary>Decides what one policy would have done with a caller whom a provider served.</summary>
public static class ImpactPolicy
{
    /// <summary>The decision of the policy alone; nothing else decides with it.</summary>
    public static TerritoryDecision Decide(
        in TerritoryFacts facts, ImpactRules rules, string provider, string model) =>
        rules.AppliesTo(provider)
            ? TerritoryPolicy.Decide(facts, rules.Alone, model, rules.At.UtcTicks)
            : new TerritoryDecision(TerritoryAction.Serve, TerritoryReason.NoPolicy, null);
}
