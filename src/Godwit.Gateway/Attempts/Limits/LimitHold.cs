namespace Godwit.Gateway.Attempts.Limits;

/// <summary>Why nothing is sent for now.</summary>
/// <param name="Kind">What is used up.</param>
/// <param name="Until">Until when, in UTC ticks.</param>
internal readonly record struct LimitHold(LimitKind Kind, long Until);
