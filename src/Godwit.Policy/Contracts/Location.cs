using System.Net;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Contracts;

/// <summary>Where an address is, from the data loaded at that moment.</summary>
/// <param name="Evidence">What the sources say, shared and immutable.</param>
/// <param name="Form">How the address was embedded, if it was.</param>
/// <param name="Generation">The generation of the data that answered.</param>
public readonly record struct Location(AddressEvidence Evidence, AddressForm Form, int Generation)
{
    /// <summary>An address that could not be located.</summary>
    public static Location Unknown => new(AddressEvidence.Unknown, AddressForm.Native, 0);

    public TerritoryCode Territory => Evidence.Best;
}

/// <summary>One data file that was loaded.</summary>
/// <param name="Name">Short name, e.g. <c>ipfire</c>.</param>
/// <param name="Licence">SPDX identifier of the data's licence.</param>
/// <param name="Attribution">The line to show wherever results are shown.</param>
/// <param name="BuildEpoch">When its maker built it; the Unix epoch for a feed that has never been loaded.</param>
/// <param name="Sha256">Checksum of the loaded file, lower-case hex.</param>
/// <param name="Ranges">How many ranges it holds, both families; 0 for a customer's file, which does not say.</param>
/// <param name="Healthy">False when a look-up or canary failed and the source is left out.</param>
public sealed record AddressSource(
    string Name, string Licence, string Attribution, DateTimeOffset BuildEpoch, string Sha256, int Ranges,
    bool Healthy)
{
    /// <summary>More about a configured feed; null for a table that ships and for an own MMDB file.</summary>
    public FeedStatus? Feed { get; init; }
}

/// <summary>How a configured feed is.</summary>
public sealed record FeedStatus
{
    /// <summary>True when a generation of it answers.</summary>
    public required bool Loaded { get; init; }

    /// <summary>The kinds of network it can name; looked for only while it is loaded.</summary>
    public required IReadOnlyList<NetworkKind> Kinds { get; init; }

    /// <summary>Rows that could not be read.</summary>
    public required int BadRows { get; init; }

    /// <summary>What is wrong with the first of them.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>True when it is older than it may be.</summary>
    public required bool Stale { get; init; }

    /// <summary>When the generation in use was loaded.</summary>
    public DateTimeOffset? LoadedAt { get; init; }

    /// <summary>When its file or server was last asked with success.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Why the last load failed; null when it did not. The generation before stays in use.</summary>
    public string? Error { get; init; }
}

/// <summary>The sources that answered together, under the fingerprint that records name.</summary>
public sealed record AddressDataset(string Fingerprint, IReadOnlyList<AddressSource> Sources);

/// <summary>Locates addresses. Implemented by the gateway's geolocation; both planes ask it.</summary>
public interface IAddressLocator
{
    /// <summary>The data behind the answers, in order of precedence.</summary>
    IReadOnlyList<AddressSource> Sources { get; }

    /// <summary>
    /// Locates an address; never throws for any address. Allocates nothing once an answer has been met, unless the
    /// operator's own files are loaded.
    /// </summary>
    Location Locate(IPAddress address);

    /// <summary>
    /// Fingerprint of a generation of the data that answered in this process: a short hash over names, checksums and
    /// dates of its sources. Null for a generation that never was, or is long gone.
    /// </summary>
    string? Fingerprint(int generation) => null;

    /// <summary>What is behind each fingerprint that may stand in a record of this process.</summary>
    IReadOnlyList<AddressDataset> Datasets => [];

    /// <summary>True when a feed of this name is loaded and lists the address. Allocates nothing.</summary>
    bool IsListed(IPAddress address, string feed);

    /// <summary>What each source says of an address, in order of precedence; for people, so it may allocate.</summary>
    IReadOnlyList<SourceAnswer> Explain(IPAddress address);
}
