namespace Godwit.Policy.Contracts;

/// <summary>What one request reserved and spent on one limit or grant, in the unit of that limit or grant.</summary>
/// <param name="Account">Whose it is, such as <c>grant/NAME</c>.</param>
/// <param name="Period">Names the period it was taken from: the UTC ticks of its start.</param>
/// <param name="Reserved">What was set aside before the call, for the worst case.</param>
/// <param name="Spent">What it came to.</param>
public sealed record Charge(string Account, long Period, long Reserved, long Spent);
