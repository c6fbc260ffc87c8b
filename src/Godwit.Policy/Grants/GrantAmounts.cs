using Godwit.Policy.Configuration;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Grants;

/// <summary>
/// Amounts of grants as whole numbers, so that sums are exact: tokens, or nano units of the currency.
/// </summary>
public static class GrantAmounts
{
    /// <summary>Most tokens of a grant, and of a request: beyond it a count is a slip, and no sum overflows.</summary>
    public const long MostTokens = 1_000_000_000_000_000;

    /// <summary>Most money of a grant, in the currency's unit.</summary>
    public const long MostMoney = 1_000_000_000;

    /// <summary>Most of a grant, in tokens or the currency's unit.</summary>
    public static long Most(GrantUnit unit) => unit == GrantUnit.Money ? MostMoney : MostTokens;

    /// <summary>An amount in whole tokens or nano units; null when it is finer than these.</summary>
    public static long? Exact(decimal amount, GrantUnit unit) =>
        unit == GrantUnit.Money ? NanoUnits.Exact(amount)
        : decimal.Truncate(amount) == amount ? (long)amount
        : null;

    /// <summary>Tokens, or money in the currency's unit, as people read it.</summary>
    public static decimal Shown(long amount, GrantUnit unit) =>
        unit == GrantUnit.Money ? NanoUnits.InUnits(amount) : amount;
}
