using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>What each number of a merged table stands for: shared evidence, and each source's own answer.</summary>
/// <remarks>
/// Evidence is made when an answer is first met and then kept: callers meet a few hundred of the tens of thousands
/// of combinations, and the others cost neither time at start nor memory. Two threads may both make one; they are
/// equal and immutable, so either may stay.
/// </remarks>
internal sealed class CombinedAnswers(
    UInt128[] combinations, IReadOnlyList<TableDescription> files, VotingSource[] voters)
{
    private readonly AddressEvidence?[] evidence = new AddressEvidence?[combinations.Length];
    private readonly AddressEvidence?[] embedded = new AddressEvidence?[combinations.Length];

    /// <summary>How many numbers there are.</summary>
    public int Count => combinations.Length;

    /// <summary>The evidence behind a number.</summary>
    public AddressEvidence Evidence(ushort number) => evidence[number] ??= Compose(number);

    /// <summary>The evidence for an address that was embedded in one of the transition forms.</summary>
    public AddressEvidence EmbeddedEvidence(ushort number) =>
        embedded[number] ??= EvidenceComposer.Embedded(Evidence(number));

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
            answers[i] = files[i].Answers[index];
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

    private AddressEvidence Compose(ushort number) => SpecialName(number) is { } name
        ? EvidenceComposer.Special(name)
        : EvidenceComposer.Compose(Votes(number));
}
