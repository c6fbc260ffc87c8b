namespace Godwit.Gateway.Attempts.Limits;

/// <summary>The send of an attempt under way, and whose limits it counts against; default when none does.</summary>
internal readonly record struct LimitTurn(LimitState? State, LimitMark Mark);
