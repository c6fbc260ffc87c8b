namespace Godwit.Policy.Grants;

/// <summary>A span of time in which an amount was given that can be used in it alone.</summary>
/// <param name="StartTicks">
/// Names the period in charges and in the ledger: the first UTC tick of the calendar's period; 0 for a grant that does
/// not renew, whose only period keeps its name when <c>from</c> is set right later.
/// </param>
/// <param name="EndTicks">First UTC tick it can no longer be used; <see cref="long.MaxValue"/> for none.</param>
public readonly record struct GrantPeriod(long StartTicks, long EndTicks);
