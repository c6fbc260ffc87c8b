using System.Net;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>
/// One generation of address data: the special-purpose registries and every table, merged in memory into one look-up
/// for each family. Immutable; the files themselves stay apart, each under its own licence.
/// </summary>
internal sealed class AddressTables
{
    private readonly AddressTableV4 v4;
    private readonly AddressTableV6 v6;
    private readonly CombinedAnswers answersV4;
    private readonly CombinedAnswers answersV6;

    private AddressTables(
        IReadOnlyList<TableDescription> files,
        (AddressTableV4, CombinedAnswers) v4,
        (AddressTableV6, CombinedAnswers) v6)
    {
        Files = files;
        (this.v4, answersV4) = v4;
        (this.v6, answersV6) = v6;
    }

    /// <summary>The merged files, in order of precedence.</summary>
    public IReadOnlyList<TableDescription> Files { get; }

    /// <summary>Stretches of equal answers, both families.</summary>
    public int Count => v4.Count + v6.Count;

    /// <summary>How many numbers <see cref="Find"/> can give for IPv4.</summary>
    public int AnswerCountV4 => answersV4.Count;

    /// <summary>How many it can give for IPv6.</summary>
    public int AnswerCountV6 => answersV6.Count;

    /// <summary>Merges tables.</summary>
    /// <param name="files">The tables in order of precedence.</param>
    /// <param name="now">The age of the data is judged at this instant.</param>
    /// <exception cref="InvalidDataException">A table is damaged.</exception>
    public static AddressTables Build(IReadOnlyList<TableFile> files, DateTimeOffset now)
    {
        var tables = files.Select(f => f.Description).ToArray();
        var voters = tables.Select(t => VotingSource.From(t.Header, now)).ToArray();
        if (Environment.ProcessorCount == 1)
            return new AddressTables(tables, BuildV4(files, voters), BuildV6(files, voters));
        (AddressTableV4, CombinedAnswers) v4 = default;
        (AddressTableV6, CombinedAnswers) v6 = default;
        Action buildV4 = () => v4 = BuildV4(files, voters);
        Action buildV6 = () => v6 = BuildV6(files, voters);
        try
        {
            Parallel.Invoke(buildV4, buildV6);
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is InvalidDataException invalid)
        {
            throw new InvalidDataException(invalid.Message, e);
        }

        return new AddressTables(tables, v4, v6);
    }

    /// <summary>Locates an address, unwrapping it first, without allocating.</summary>
    public (AddressEvidence Evidence, AddressForm Form) Locate(IPAddress address)
    {
        var unwrapped = UnwrappedAddress.From(address);
        var number = Find(unwrapped.Address);
        var answers = Answers(unwrapped.Address);
        var evidence = unwrapped.IsUncertain ? answers.EmbeddedEvidence(number) : answers.Evidence(number);
        return (evidence, unwrapped.Form);
    }

    /// <summary>The number of the combined answer for an address that was unwrapped.</summary>
    public ushort Find(NumericAddress address) => address.IsV4
        ? v4.Find((uint)address.Bits)
        : v6.Find((ulong)(address.Bits >> 64), (ulong)address.Bits);

    /// <summary>What the numbers of an address's family stand for.</summary>
    public CombinedAnswers Answers(NumericAddress address) => address.IsV4 ? answersV4 : answersV6;

    private static (AddressTableV4, CombinedAnswers) BuildV4(IReadOnlyList<TableFile> files, VotingSource[] voters)
    {
        var builder = new AddressTableV4.Builder();
        BoundaryCursor[] cursors = [SpecialPurposeBoundaries.OpenV4(), .. files.Select(f => f.OpenV4())];
        var combinations = AnswerMerger.Merge(cursors, builder);
        return (builder.Build(), new CombinedAnswers(combinations, [.. files.Select(f => f.Description)], voters));
    }

    private static (AddressTableV6, CombinedAnswers) BuildV6(IReadOnlyList<TableFile> files, VotingSource[] voters)
    {
        var builder = new AddressTableV6.Builder();
        BoundaryCursor[] cursors = [SpecialPurposeBoundaries.OpenV6(), .. files.Select(f => f.OpenV6())];
        var combinations = AnswerMerger.Merge(cursors, builder);
        return (builder.Build(), new CombinedAnswers(combinations, [.. files.Select(f => f.Description)], voters));
    }
}
