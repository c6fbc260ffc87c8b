namespace Godwit.Simulator.Serving;

/// <summary>What a limit's headers tell.</summary>
/// <param name="Limit">The whole.</param>
/// <param name="Remaining">What is left.</param>
/// <param name="Reset">Time until the whole is there again.</param>
internal readonly record struct RateLeft(long Limit, long Remaining, TimeSpan Reset);
