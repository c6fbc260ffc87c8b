using Godwit.Policy.Configuration;
using Godwit.Policy.Grants;
using Godwit.Policy.Limits;

namespace Godwit.Gateway.Counters;

/// <summary>What a request holds of one limit or grant.</summary>
/// <param name="Meter">What it is counted by.</param>
/// <param name="Limit">The limit; null for a grant.</param>
/// <param name="Grant">The grant; null for a limit.</param>
/// <param name="Bucket">The bucket it was reserved in.</param>
/// <param name="Amount">How much.</param>
internal readonly record struct Held(Meter Meter, LimitRules? Limit, GrantRules? Grant, long Bucket, long Amount)
{
    /// <summary>Held until the request is over, and spent by nobody.</summary>
    public bool IsOfMoment => Limit is { Unit: LimitUnit.Concurrency };

    /// <summary>
    /// Its request's record says what was spent. Of rates a node writes down what it claims, <see cref="Claim"/>.
    /// </summary>
    public bool IsCharged => Limit is null or { IsBudget: true };

    /// <summary>Where the bucket begins, as charges tell it.</summary>
    public long Period => Limit?.BeginningOf(Bucket) ?? Bucket;
}
