using Godwit.Policy.Limits;

namespace Godwit.Gateway.Counters;

/// <summary>A limit that has no room for a request.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Requested">What the request may use at worst, in the limit's unit; 0 where no price tells it.</param>
/// <param name="Left">What may still be taken.</param>
/// <param name="Wait">How long until there is room; null when there will never be.</param>
internal sealed record LimitRefusal(LimitRules Limit, long Requested, long Left, TimeSpan? Wait);
