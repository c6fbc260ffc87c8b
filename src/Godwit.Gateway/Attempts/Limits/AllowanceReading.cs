namespace Godwit.Gateway.Attempts.Limits;

/// <summary>What one answer said of one limit.</summary>
/// <param name="Left">What was left.</param>
/// <param name="Whole">The whole that is allowed; null when it was not told, or not in earnest.</param>
/// <param name="ResetAt">When it is whole again, in UTC ticks: after the reading.</param>
/// <param name="Steady">It flows back evenly until then; else nothing does before.</param>
internal readonly record struct AllowanceReading(long Left, long? Whole, long ResetAt, bool Steady);
