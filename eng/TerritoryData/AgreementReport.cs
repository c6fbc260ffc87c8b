using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Territories;

namespace Godwit.TerritoryData;

/// <summary>
/// Measures the shipped tables against each other over the public IPv4 addresses, for docs/territory.md.
/// </summary>
internal static class AgreementReport
{
    private static readonly string[] Watched = ["CN", "IR", "KP", "CU", "SY", "RU", "BY", "HK", "MO", "TW", "UA", "VE"];

    /// <summary>Prints the shares.</summary>
    /// <param name="now">The instant at which the age of the data is judged.</param>
    public static void Print(DateTimeOffset now)
    {
        var files = EmbeddedTables.Load();
        var scale = new Scale();
        BoundaryCursor[] cursors = [SpecialPurposeBoundaries.OpenV4(), .. files.Select(f => f.OpenV4())];
        var combinations = AnswerMerger.Merge(cursors, scale);
        var tables = files.Select(f => f.Description).ToArray();
        var voters = tables.Select(t => VotingSource.From(t.Header, now)).ToArray();
        var answers = new CombinedAnswers(combinations, tables, voters);
        var rows = scale.Weights(combinations.Length)
            .Select((weight, i) => new Row(weight, answers.Evidence((ushort)i), answers.Answers((ushort)i)))
            .Where(row => row.Evidence.Best.HasValue)
            .ToArray();

        double total = rows.Sum(row => row.Weight);
        Console.WriteLine($"public IPv4 addresses with an answer: {total:N0}");
        foreach (var level in rows.GroupBy(row => row.Evidence.Confidence).OrderByDescending(level => level.Key))
            Console.WriteLine($"confidence {level.Key}: {level.Sum(row => row.Weight) / total:P2}");
        Console.WriteLine($"disputed: {rows.Where(row => row.Evidence.Disputed).Sum(row => row.Weight) / total:P2}");
        var both = rows.Where(row => row.Ipfire.HasValue && row.DbIp.HasValue).ToArray();
        var same = both.Where(row => row.Ipfire == row.DbIp).Sum(row => row.Weight);
        var sum = (double)both.Sum(row => row.Weight);
        Console.WriteLine($"ipfire and dbip-lite agree where both answer: {same / sum:P2}");
        foreach (var code in Watched.Select(text => TerritoryCode.Parse(text)))
            Print(code, rows);
    }

    private static void Print(TerritoryCode code, Row[] rows)
    {
        var best = rows.Where(row => row.Evidence.Best == code).Sum(row => row.Weight);
        var any = rows.Where(row => row.Evidence.Candidates.Any(c => c.Territory == code)).Sum(row => row.Weight);
        var high = rows
            .Where(row => row.Evidence.Best == code && row.Evidence.Confidence == Confidence.High)
            .Sum(row => row.Weight);
        var (more, sure) = ((any - best) / (double)best, high / (double)best);
        Console.WriteLine($"{code}: best {best:N0}, any {any:N0} (+{more:P1}), high {sure:P1} of best");
    }

    private sealed record Row(long Weight, AddressEvidence Evidence, TableAnswer[] Answers)
    {
        public TerritoryCode Ipfire => Answers[0].Territory;

        public TerritoryCode DbIp => Answers[1].Territory;
    }

    /// <summary>Counts the addresses behind each combined answer instead of building a table.</summary>
    private sealed class Scale : ITableBuilder
    {
        private readonly List<(long Start, ushort Answer)> boundaries = [];

        public void Add(ulong upper, ulong lower, ushort answer) => boundaries.Add(((long)lower, answer));

        public long[] Weights(int count)
        {
            var weights = new long[count];
            boundaries.Add((1L << 32, 0));
            for (var i = 0; i + 1 < boundaries.Count; i++)
                weights[boundaries[i].Answer] += boundaries[i + 1].Start - boundaries[i].Start;
            return weights;
        }
    }
}
