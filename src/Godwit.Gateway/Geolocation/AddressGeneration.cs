using System.Net;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Gateway.Geolocation.Mmdb;
using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation;

/// <summary>
/// The data that answers at one time: the merged tables, the operator's own files before them, and feeds over all.
/// </summary>
internal sealed class AddressGeneration(
    int number, AddressTables tables, MmdbSource[] ownFiles, FeedTables? feeds, DateTimeOffset now)
{
    private readonly FeedEvidenceCache? feedEvidence =
        feeds is null ? null : new FeedEvidenceCache(feeds, tables.AnswerCountV4, tables.AnswerCountV6);

    private readonly VotingSource[] ownVoters =
        [.. ownFiles.Select(f => new VotingSource(f.Name, SourceMethod.OwnFile, now - f.BuildEpoch))];

    public int Number => number;

    /// <summary>The same data with other feeds.</summary>
    public AddressGeneration With(FeedTables? newFeeds, DateTimeOffset at) =>
        new(number + 1, tables, ownFiles, newFeeds, at);

    public IReadOnlyList<AddressSource> Describe() =>
    [
        .. ownFiles.Select(f => f.Describe()),
        .. tables.Files.Select(f => new AddressSource(
            f.Header.Name, f.Header.Licence, f.Header.Attribution, f.Header.BuildEpoch, f.Sha256,
            f.Header.RangesV4 + f.Header.RangesV6, Healthy: true)),
    ];

    /// <summary>Allocates only when there are files of the operator's own.</summary>
    public Location Locate(IPAddress address)
    {
        if (ownFiles.Length == 0 && feedEvidence is null)
        {
            var (known, form) = tables.Locate(address);
            return new Location(known, form, number);
        }

        var unwrapped = UnwrappedAddress.From(address);
        var place = tables.Find(unwrapped.Address);
        var evidence = tables.Answers(unwrapped.Address).Evidence(place);
        if (ownFiles.Length == 0 || evidence.Network == NetworkKind.Special)
        {
            evidence = feedEvidence?.Evidence(unwrapped.Address, place, evidence, unwrapped.IsUncertain) ?? evidence;
            return new Location(evidence, unwrapped.Form, number);
        }

        evidence = LocateWithOwnFiles(unwrapped.Address, place, evidence);
        evidence = feedEvidence?.Compose(unwrapped.Address, evidence) ?? evidence;
        return new Location(
            unwrapped.IsUncertain ? EvidenceComposer.Embedded(evidence) : evidence, unwrapped.Form, number);
    }

    public bool IsListed(IPAddress address, string feed)
    {
        if (feeds is null)
            return false;
        var plain = UnwrappedAddress.From(address).Address;
        foreach (var vote in feeds.Votes(plain, feeds.Find(plain)))
        {
            if (vote.Feed.Options.Name == feed)
                return true;
        }

        return false;
    }

    public IReadOnlyList<SourceAnswer> Explain(IPAddress address)
    {
        var unwrapped = UnwrappedAddress.From(address).Address;
        var answers = tables.Answers(unwrapped);
        var place = tables.Find(unwrapped);
        var rows = new List<SourceAnswer>();
        if (answers.SpecialName(place) is { } special)
            rows.Add(new SourceAnswer("iana", SourceMethod.Registry, special, default, default, null));
        if (feeds is not null)
            rows.AddRange(feeds.Votes(unwrapped, feeds.Find(unwrapped)).Select(Row));
        foreach (var file in ownFiles)
            rows.Add(Row(file.Name, SourceMethod.OwnFile, file.Find(unwrapped.ToIPAddress()), file.BuildEpoch));
        foreach (var (file, answer) in tables.Files.Zip(answers.Answers(place)))
            rows.Add(Row(file.Header.Name, file.Header.Method, answer, file.Header.BuildEpoch));
        return rows;
    }

    private AddressEvidence LocateWithOwnFiles(NumericAddress address, ushort place, AddressEvidence shipped)
    {
        var plain = address.ToIPAddress();
        var votes = new List<SourceVote>();
        for (var i = 0; i < ownFiles.Length; i++)
        {
            var answer = ownFiles[i].Find(plain);
            if (answer.Territory.HasValue)
                votes.Add(new SourceVote(ownVoters[i], answer.Territory, answer.Subdivision));
        }

        if (votes.Count == 0)
            return shipped;
        votes.AddRange(tables.Answers(address).Votes(place));
        return EvidenceComposer.Compose(votes.ToArray());
    }

    private static SourceAnswer Row(FeedVote vote) => new(
        vote.Feed.Options.Name, vote.Feed.IsOperators ? SourceMethod.OperatorFeed : SourceMethod.NetworkFeed,
        vote.Claim.ToString(), vote.Claim.Territory, vote.Claim.Subdivision, vote.Feed.Table.BuildEpoch);

    private static SourceAnswer Row(string name, SourceMethod method, TableAnswer answer, DateTimeOffset epoch) =>
        new(name, method, answer.Raw, answer.Territory, answer.Subdivision, epoch);
}
