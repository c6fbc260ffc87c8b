using System.Collections.Immutable;

namespace Godwit.Policy.Pricing;

/// <summary>The prices of a target: for everybody, and for organizations with prices of their own.</summary>
public sealed class PriceSchedule
{
    public required PriceTimeline General { get; init; }

    /// <summary>By the organization's index in the snapshot; null, or beyond the end: none of its own.</summary>
    public ImmutableArray<PriceTimeline?> ByOrganization { get; init; } = [];

    /// <summary>Requests to the target are billed as batch requests.</summary>
    public bool Batch { get; init; }

    /// <summary>The prices of an organization.</summary>
    /// <param name="organization">Its index in the snapshot; -1 for none.</param>
    public PriceTimeline Of(int organization) =>
        (uint)organization < (uint)ByOrganization.Length && ByOrganization[organization] is { } own ? own : General;
}
