namespace Godwit.Gateway.Counters;

/// <summary>
/// What this node claims of a rate in one bucket: its ceiling there, from when it was given until it is given another.
/// </summary>
/// <param name="Account">The rate's, with its scope.</param>
/// <param name="Period">Where the bucket begins, UTC ticks.</param>
/// <param name="Until">The instant from which nobody counts it any more, UTC ticks.</param>
/// <param name="Amount">Requests, tokens, or nano units of the currency; 0 when all was given back.</param>
internal readonly record struct Claim(string Account, long Period, long Until, long Amount);
