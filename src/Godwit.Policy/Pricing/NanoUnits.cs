namespace Godwit.Policy.Pricing;

/// <summary>
/// Money as a whole number of billionths of its currency's unit, so that sums are exact: a token costs down to some
/// tens of them. How an amount that is finer becomes one depends on what it is for.
/// </summary>
public static class NanoUnits
{
    /// <summary>Nano units in one unit of a currency.</summary>
    public const long PerUnit = 1_000_000_000;

    /// <summary>Rounded up, for what is reserved or spent: never less than it costs.</summary>
    public static long Up(decimal amount) => (long)decimal.Ceiling(amount * PerUnit);

    /// <summary>As it is, for what people write; null when it is finer.</summary>
    public static long? Exact(decimal amount) =>
        amount * PerUnit is var nano && decimal.Truncate(nano) == nano ? (long)nano : null;

    /// <summary>The nearest, an even one of two, for what is added up: many roundings cancel each other out.</summary>
    public static long Nearest(decimal amount) => (long)decimal.Round(amount * PerUnit);

    /// <summary>The amount in the currency's unit.</summary>
    public static decimal InUnits(long nano) => (decimal)nano / PerUnit;
}
