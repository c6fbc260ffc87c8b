using Godwit.Gateway.Geolocation.Tables;

namespace Godwit.TerritoryData;

/// <summary>Turns a source's rows into a table file.</summary>
internal static class TableCompiler
{
    /// <summary>Rows that contradict each other are an input gone wrong; above this share nothing is written.</summary>
    private const double MaxDisagreeingShare = 0.001;

    public static byte[] Compile(TableHeader header, IEnumerable<InputRow> rows)
    {
        var numbers = new Dictionary<string, ushort>();
        var (v4, v6) = (new List<AddressRange>(), new List<AddressRange>());
        foreach (var row in rows)
        {
            if (!numbers.TryGetValue(row.Answer, out var number))
                numbers.Add(row.Answer, number = checked((ushort)(numbers.Count + 1)));
            (row.IsV4 ? v4 : v6).Add(new AddressRange(row.First, row.Last, number));
        }

        // Two families, one list of answers, in the order of first use.
        return TableWriter.Write(
            header, [.. numbers.Keys],
            Flatten(header.Name, v4, uint.MaxValue), Flatten(header.Name, v6, UInt128.MaxValue));
    }

    private static List<Boundary> Flatten(string name, List<AddressRange> ranges, UInt128 last)
    {
        var boundaries = RangeFlattener.Flatten(ranges, last, out var disagreeing);
        Console.WriteLine(
            $"{name}: {ranges.Count} rows, {boundaries.Count} boundaries, {disagreeing} disagreeing overlaps");
        return disagreeing <= ranges.Count * MaxDisagreeingShare
            ? boundaries
            : throw new InvalidDataException(
                $"{name}: {disagreeing} of {ranges.Count} rows contradict the rows they lie in.");
    }
}
