namespace Godwit.Control.Evidence;

/// <summary>Whose evidence a bundle holds, of which period, and what was met while it was written.</summary>
internal sealed class EvidenceScope(string organization, DateTimeOffset from, DateTimeOffset to)
{
    public string Organization => organization;

    /// <summary>Inclusive.</summary>
    public DateTimeOffset From => from;

    /// <summary>Exclusive.</summary>
    public DateTimeOffset To => to;

    /// <summary>Revisions of the configuration that records name.</summary>
    public SortedSet<long> Revisions { get; } = [];

    /// <summary>Fingerprints of the address data that records name.</summary>
    public SortedSet<string> Datasets { get; } = new(StringComparer.Ordinal);

    /// <summary>Requests by decision, reason, policy and territory, for the summary.</summary>
    public SortedDictionary<string, long> Outcomes { get; } = new(StringComparer.Ordinal);
}
