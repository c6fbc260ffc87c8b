using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>What each number of a merged table stands for: shared evidence, and each source's own answer.</summary>
internal sealed class CombinedAnswers
{
    private readonly UInt128[] combinations;
    private readonly IReadOnlyList<TableDescription> files;
    private readonly VotingSource[] voters;
    private readonly AddressEvidence[] evidence;
    private readonly AddressEvidence[] embedded;

    public CombinedAnswers(UInt128[] combinations, IReadOnlyList<TableDescription> files, VotingSource[] voters)
    {
        (this.combinations, this.files, this.voters) = (combinations, files, voters);
        var pool = new CandidatePool();
        evidence = new AddressEvidence[combinations.Length];
        embedded = new AddressEvidence[combinations.Length];
        for (ushort i = 0; i < evidence.Length; i++)
        {
            evidence[i] = SpecialName(i) is { } name
                ? EvidenceComposer.Special(name)
                : EvidenceComposer.Compose(Votes(i), pool);
            embedded[i] = EvidenceComposer.Embedded(evidence[i]);
        }
    }

    /// <summary>The evidence behind a number.</summary>
    public AddressEvidence Evidence(ushort number) => evidence[number];

    /// <summary>The evidence for an address that was embedded in one of the transition forms.</summary>
    public AddressEvidence EmbeddedEvidence(ushort number) => embedded[number];

    /// <summary>The registries' name for the range, if it is special; the first sixteen bits are theirs.</summary>
    public string? SpecialName(ushort number)
    {
        var index = (ushort)combinations[number];
        return index == 0 ? null : SpecialPurposeRanges.Names[index - 1];
    }

    /// <summary>The answer of each file, in the files' order.</summary>
    public TableAnswer[] Answers(ushort number)
    {
        var answers = new TableAnswer[files.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var index = (ushort)(combinations[number] >> (16 * (i + 1)));
            answers[i] = index < files[i].Answers.Length
                ? files[i].Answers[index]
                : throw new InvalidDataException($"Table '{files[i].Header.Name}' refers to an answer it does not have.");
        }

        return answers;
    }

    /// <summary>The same as votes.</summary>
    public SourceVote[] Votes(ushort number)
    {
        var answers = Answers(number);
        var votes = new SourceVote[answers.Length];
        for (var i = 0; i < votes.Length; i++)
            votes[i] = new SourceVote(voters[i], answers[i].Territory, answers[i].Subdivision);
        return votes;
    }
}
