using System.Net;
using Godwit.Gateway.Geolocation.Mmdb;
using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation;

/// <summary>The data that answers at one time: the merged tables, and the operator's own files before them.</summary>
internal sealed class AddressGeneration(int number, AddressTables tables, MmdbSource[] ownFiles, DateTimeOffset now)
{
    private readonly VotingSource[] ownVoters =
        [.. ownFiles.Select(f => new VotingSource(f.Name, SourceMethod.OwnFile, now - f.BuildEpoch))];

    public int Number => number;

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
        var (evidence, form) = tables.Locate(address);
        if (ownFiles.Length > 0 && evidence.Network != NetworkKind.Special)
            evidence = LocateWithOwnFiles(address, evidence);
        return new Location(evidence, form, number);
    }

    public IReadOnlyList<SourceAnswer> Explain(IPAddress address)
    {
        var unwrapped = UnwrappedAddress.From(address).Address;
        var answers = tables.Answers(unwrapped);
        var place = tables.Find(unwrapped);
        var rows = new List<SourceAnswer>();
        if (answers.SpecialName(place) is { } special)
            rows.Add(new SourceAnswer("iana", SourceMethod.Registry, special, default, default, null));
        foreach (var file in ownFiles)
            rows.Add(Row(file.Name, SourceMethod.OwnFile, file.Find(unwrapped.ToIPAddress()), file.BuildEpoch));
        foreach (var (file, answer) in tables.Files.Zip(answers.Answers(place)))
            rows.Add(Row(file.Header.Name, file.Header.Method, answer, file.Header.BuildEpoch));
        return rows;
    }

    private AddressEvidence LocateWithOwnFiles(IPAddress address, AddressEvidence shipped)
    {
        var unwrapped = UnwrappedAddress.From(address);
        var plain = unwrapped.Address.ToIPAddress();
        var votes = new List<SourceVote>();
        for (var i = 0; i < ownFiles.Length; i++)
        {
            var answer = ownFiles[i].Find(plain);
            if (answer.Territory.HasValue)
                votes.Add(new SourceVote(ownVoters[i], answer.Territory, answer.Subdivision));
        }

        if (votes.Count == 0)
            return shipped;
        votes.AddRange(tables.Answers(unwrapped.Address).Votes(tables.Find(unwrapped.Address)));
        var evidence = EvidenceComposer.Compose(votes.ToArray());
        return unwrapped.IsUncertain ? EvidenceComposer.Embedded(evidence) : evidence;
    }

    private static SourceAnswer Row(string name, SourceMethod method, TableAnswer answer, DateTimeOffset epoch) =>
        new(name, method, answer.Raw, answer.Territory, answer.Subdivision, epoch);
}
