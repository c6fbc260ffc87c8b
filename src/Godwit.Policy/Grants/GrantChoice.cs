namespace Godwit.Policy.Grants;

/// <summary>What an attempt is paid from.</summary>
/// <param name="Grant">The grant.</param>
/// <param name="Period">The period it is taken from.</param>
/// <param name="Amount">What to reserve, in the grant's unit.</param>
public readonly record struct GrantChoice(GrantRules Grant, GrantPeriod Period, long Amount);
