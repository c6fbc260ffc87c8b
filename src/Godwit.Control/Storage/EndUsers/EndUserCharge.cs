using Godwit.Policy.Limits;

namespace Godwit.Control.Storage.EndUsers;

/// <summary>What one request was charged for an end user in a budget, if the budget counts by end user.</summary>
/// <param name="Budget">The budget and what it counts, as <see cref="LimitAccount"/> names them.</param>
/// <param name="Period">The period's name.</param>
/// <param name="EndUser">The end user's name: the key, and a hash.</param>
/// <param name="Spent">What the request came to.</param>
internal readonly record struct EndUserCharge(string Budget, long Period, string EndUser, long Spent);
