namespace Godwit.Gateway.Attempts.Limits;

/// <summary>One send, as the limits know it.</summary>
/// <param name="Number">Which send it was, from 1; zero for none.</param>
/// <param name="SentAt">When, in UTC ticks.</param>
internal readonly record struct LimitMark(long Number, long SentAt);
