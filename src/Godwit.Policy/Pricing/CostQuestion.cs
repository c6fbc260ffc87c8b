using Godwit.Policy.Contracts;

namespace Godwit.Policy.Pricing;

/// <summary>What is to be priced.</summary>
/// <param name="Usage">What the provider counted.</param>
/// <param name="UtcTicks">The request's instant.</param>
/// <param name="Batch">The request is billed as a batch request.</param>
/// <param name="Requests">
/// How many requests the usage was summed over: the tier is then that of their average, which makes an estimate.
/// </param>
public readonly record struct CostQuestion(TokenUsage Usage, long UtcTicks, bool Batch = false, long Requests = 1);
