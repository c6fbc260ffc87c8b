namespace Godwit.Control.Storage.Grants;

/// <summary>What one request was charged to a grant and period, whatever the number of its attempts.</summary>
/// <param name="Grant">Name of the Grant.</param>
/// <param name="Period">The period's name.</param>
/// <param name="Reserved">What was held before it was sent.</param>
/// <param name="Spent">What it came to.</param>
/// <param name="Corrected">What the provider denied besides.</param>
internal readonly record struct GrantCharge(string Grant, long Period, long Reserved, long Spent, long Corrected);
