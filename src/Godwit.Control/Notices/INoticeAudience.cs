using Godwit.Policy.Territories;

namespace Godwit.Control.Notices;

/// <summary>Finds the organizations that a policy concerns, in traffic that was recorded.</summary>
internal interface INoticeAudience
{
    /// <summary>The organizations whose traffic the policy would refuse, in order of name.</summary>
    Task<IReadOnlyList<AffectedOrganization>> FindAsync(AudienceQuestion question, CancellationToken cancellation);
}

/// <summary>Which traffic is looked at, and under which policy.</summary>
/// <param name="Policy">Name of the TerritoryPolicy, as it stands now.</param>
/// <param name="At">The instant it is applied as of.</param>
/// <param name="Since">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
/// <param name="MinConfidence">Requests whose territory is less sure do not count.</param>
/// <param name="IncludeAnonymizers">Whether requests from anonymizing networks count.</param>
internal sealed record AudienceQuestion(
    string Policy, DateTimeOffset At, DateTimeOffset Since, DateTimeOffset Until, Confidence MinConfidence,
    bool IncludeAnonymizers);

/// <summary>What was observed of an organization that a policy concerns.</summary>
internal sealed record AffectedOrganization
{
    /// <summary>Name of the Organization resource.</summary>
    public required string Organization { get; init; }

    /// <summary>Requests that the policy would refuse.</summary>
    public required long Requests { get; init; }

    /// <summary>Their share of all requests of the organization, 0 to 1.</summary>
    public required decimal Share { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>ISO 3166 codes of the territories they came from, most requests first.</summary>
    public required IReadOnlyList<string> Territories { get; init; }

    /// <summary>
    /// True when facts of its account exclude it, such as who owns it: then its requests end wherever they come from.
    /// </summary>
    public bool ByAccount { get; init; }

    /// <summary>The networks they came from, never narrower than /24 or /48.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>What may be used instead, as <c>provider/model</c>.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];
}
