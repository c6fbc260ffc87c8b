namespace Godwit.Control.Grants;

/// <summary>A provider's word that nothing is left of what it gave.</summary>
/// <param name="Grant">Name of the Grant.</param>
/// <param name="Period">The period the attempt was to be taken from; null where the record does not say.</param>
/// <param name="Id">Names the attempt, so that its word counts once.</param>
/// <param name="At">When the request began.</param>
/// <param name="Provider">Whose word it is.</param>
internal sealed record GrantExhaustion(string Grant, long? Period, string Id, DateTimeOffset At, string Provider);
