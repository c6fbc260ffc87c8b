using Godwit.Policy.Grants;
using Godwit.Policy.Limits;

namespace Godwit.Gateway.Counters;

/// <summary>
/// The meters that a connection's requests were counted by: its next one mostly counts where its last one did, and the
/// table is not asked.
/// </summary>
internal sealed class KnownMeters
{
    private const int Most = 8;

    private readonly List<(object Rules, string Scope, Meter Meter)> known = [];

    /// <summary>The meter of a limit for a scope.</summary>
    public Meter Of(LimitRules limit, string scope, MeterTable meters) =>
        Find(limit, scope) ?? Add(limit, scope, meters.Of(limit, scope));

    /// <summary>The meter of a grant.</summary>
    public Meter Of(GrantRules grant, MeterTable meters) =>
        Find(grant, "") ?? Add(grant, "", meters.OfGrant(grant.Account));

    private Meter? Find(object rules, string scope)
    {
        foreach (var one in known)
        {
            if (ReferenceEquals(one.Rules, rules) && one.Scope == scope && !one.Meter.Retired)
                return one.Meter;
        }

        return null;
    }

    private Meter Add(object rules, string scope, Meter meter)
    {
        if (known.Count == Most)
            known.Clear();
        known.Add((rules, scope, meter));
        return meter;
    }
}
