namespace Godwit.Policy.Contracts;

/// <summary>What one request held and used of a budget or a grant.</summary>
/// <param name="Account">
/// Whose count: a budget's kind and name, what it counts (its unit, or the currency of what is spent) and, after a
/// bar, its scope, e.g. <c>Budget/all#USD|team-a</c>, <c>Budget/all#tokens</c>; or <c>grant/NAME</c>.
/// </param>
/// <param name="Period">
/// The bucket of time it counts in: the UTC ticks of its beginning, and 0 for a grant that does not renew.
/// </param>
/// <param name="Reserved">What was held before the call: tokens, requests, or nano units of the currency.</param>
/// <param name="Spent">What it came to.</param>
public readonly record struct Charge(string Account, long Period, long Reserved, long Spent)
{
    /// <summary>
    /// What the provider took from a grant's balance besides: it said that nothing is left, and this is what Godwit
    /// had still counted on.
    /// </summary>
    public long Corrected { get; init; }
}
