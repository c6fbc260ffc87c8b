namespace Godwit.Policy.Contracts;

/// <summary>What one request held and used of a limit or a grant.</summary>
/// <param name="Account">
/// Whose count: a limit's kind and name and, after a bar, its scope, e.g. <c>Budget/all|team-a</c>; or
/// <c>grant/NAME</c>.
/// </param>
/// <param name="Period">
/// The bucket of time it counts in: for calendar periods and grants the UTC ticks of the period's beginning.
/// </param>
/// <param name="Reserved">What was held before the call: tokens, requests, or nano units of the currency.</param>
/// <param name="Spent">What it came to.</param>
public sealed record Charge(string Account, long Period, long Reserved, long Spent);
