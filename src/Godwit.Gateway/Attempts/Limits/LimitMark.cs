namespace Godwit.Gateway.Attempts.Limits;

/// <summary>One send, as the limits know it: what was sent later is not counted in its answer.</summary>
/// <param name="Number">Which send it was, from 1; zero for none.</param>
/// <param name="Tokens">Tokens that all sends up to it need at least.</param>
/// <param name="SentAt">When, in UTC ticks.</param>
internal readonly record struct LimitMark(long Number, long Tokens, long SentAt);
