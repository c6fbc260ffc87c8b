using Godwit.Policy.Limits;
using Godwit.Policy.Routing;
using Godwit.Providers.Tokens;

namespace Godwit.Gateway.Counters;

/// <summary>A limit that has no room for a request.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Requested">What the request may use at worst, in the limit's unit; 0 where no price tells it.</param>
/// <param name="Left">What may still be taken.</param>
/// <param name="Wait">How long until there is room; null when there will never be.</param>
internal sealed record LimitRefusal(LimitRules Limit, long Requested, long Left, TimeSpan? Wait)
{
    /// <summary>By what the input was bounded.</summary>
    public InputBasis Basis { get; init; }

    /// <summary>Tools that the provider runs, and nobody knows how often; null where that is not why.</summary>
    public ProviderTools? Tools { get; init; }

    /// <summary>The target that may use most; null where the input does not count.</summary>
    public TargetRules? Target { get; init; }
}
