using Godwit.Policy.Configuration;

namespace Godwit.Policy.Grants;

/// <summary>
/// Amounts of grants as whole numbers, so that sums are exact: tokens, or billionths of the currency's unit.
/// </summary>
public static class GrantAmounts
{
    /// <summary>Billionths of a currency's unit in the unit.</summary>
    public const decimal NanosPerUnit = 1_000_000_000m;

    /// <summary>Most tokens of a grant, and of a request: beyond it a count is a slip, and no sum overflows.</summary>
    public const long MostTokens = 1_000_000_000_000_000;

    /// <summary>Most money of a grant, in the currency's unit.</summary>
    public const long MostMoney = 1_000_000_000;

    /// <summary>Most of a grant, in tokens or the currency's unit.</summary>
    public static long Most(GrantUnit unit) => unit == GrantUnit.Money ? MostMoney : MostTokens;

    /// <summary>An amount in whole tokens or nano units; null when it is finer than these.</summary>
    public static long? Exact(decimal amount, GrantUnit unit)
    {
        var whole = unit == GrantUnit.Money ? amount * NanosPerUnit : amount;
        return decimal.Truncate(whole) == whole ? (long)whole : null;
    }

    /// <summary>Tokens, or money in the currency's unit, as people read it.</summary>
    public static decimal Shown(long amount, GrantUnit unit) =>
        unit == GrantUnit.Money ? amount / NanosPerUnit : amount;
}
