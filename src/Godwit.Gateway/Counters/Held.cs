using Godwit.Policy.Limits;

namespace Godwit.Gateway.Counters;

/// <summary>What a request holds of one limit.</summary>
/// <param name="Meter">What it is counted by.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Bucket">The bucket it was reserved in.</param>
/// <param name="Amount">How much.</param>
internal readonly record struct Held(Meter Meter, LimitRules Limit, long Bucket, long Amount);
