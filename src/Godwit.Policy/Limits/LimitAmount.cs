using Godwit.Policy.Configuration;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Limits;

/// <summary>Amounts of limits and grants as whole numbers: tokens, requests, or nano units of a currency.</summary>
public static class LimitAmount
{
    // Far from overflow, so that sums of a few such amounts are still numbers.
    private const long MostOfAll = 1_000_000_000_000_000_000;

    /// <summary>The greatest amount that can be written.</summary>
    public static decimal Most(LimitUnit unit) =>
        unit == LimitUnit.Spend ? MostOfAll / NanoUnits.PerUnit : unit == LimitUnit.Concurrency ? 1_000_000 : MostOfAll;

    /// <summary>Money in nano units, rounded up; the greatest amount where it is more than that.</summary>
    public static long OfMoney(decimal amount) =>
        amount <= 0 ? 0
        : amount >= MostOfAll / NanoUnits.PerUnit ? MostOfAll
        : NanoUnits.Up(amount);

    /// <summary>An amount as it was written.</summary>
    public static long Of(decimal amount, LimitUnit unit) => unit == LimitUnit.Spend ? OfMoney(amount) : (long)amount;

    /// <summary>Any amount, rounded up; the greatest where it is more than that.</summary>
    public static long Up(decimal amount, LimitUnit unit) =>
        unit == LimitUnit.Spend ? OfMoney(amount) : (long)Math.Min(MostOfAll, decimal.Ceiling(amount));

    /// <summary>The number that people read.</summary>
    public static decimal Shown(long amount, LimitUnit unit) =>
        unit == LimitUnit.Spend ? NanoUnits.InUnits(amount) : amount;

    /// <summary>A sum of two amounts, at most the greatest.</summary>
    public static long Add(long one, long other) => Math.Min(one, MostOfAll) + Math.Min(other, MostOfAll);
}
