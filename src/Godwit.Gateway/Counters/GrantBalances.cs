using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;

namespace Godwit.Gateway.Counters;

/// <summary>What is left of grants, as far as this node knows.</summary>
internal readonly struct GrantBalances(KnownMeters known, MeterTable meters, GrantCorrections corrections)
    : IGrantBalances
{
    public long Available(GrantRules grant, long period) =>
        known.Of(grant, meters).LeftOf(period, Given(grant, period));

    /// <summary>What was given for a period, put right.</summary>
    public long Given(GrantRules grant, long period) =>
        Math.Max(0, grant.Amount + corrections.Of(grant.Account, period));
}
