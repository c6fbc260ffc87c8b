using System.Collections.Frozen;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Territories;

/// <summary>
/// Decides once, when a policy is compiled, about the account of each organization: on the request path what is left is
/// a look-up.
/// </summary>
internal static class AccountVerdicts
{
    /// <summary>The verdicts about the organizations that are not served; the others have none.</summary>
    public static FrozenDictionary<string, AccountVerdict> Compile(
        TerritoryPolicyConfig policy, ServedTerritories served,
        IReadOnlyList<Resource<OrganizationConfig>> organizations)
    {
        var verdicts = new Dictionary<string, AccountVerdict>(StringComparer.Ordinal);
        if (policy.Account is { } rule)
        {
            foreach (var organization in organizations)
            {
                if (organization.Spec.Account is { } account && ReasonAgainst(account, rule, served) is { } reason)
                    verdicts.Add(organization.Name, new AccountVerdict(policy.Unserved, reason));
            }
        }

        return verdicts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static TerritoryReason? ReasonAgainst(
        AccountConfig account, AccountRuleConfig rule, ServedTerritories served)
    {
        foreach (var kind in rule.Use ?? [])
        {
            if (account.Fact(kind) is { } fact && !served.Serves(fact.Territory))
                return TerritoryReason.AccountTerritoryNotServed;
        }

        var unserved = (account.Ownership ?? []).Where(o => !served.Serves(o.Territory)).Sum(o => o.Percent);
        return unserved > rule.OwnershipAbovePercent ? TerritoryReason.OwnershipNotServed : null;
    }
}
