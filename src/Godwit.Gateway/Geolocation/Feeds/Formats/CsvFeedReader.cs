using System.Globalization;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds.Formats;

/// <summary>Reads a table of text by a mapping.</summary>
internal sealed class CsvFeedReader(FeedMapping mapping, FeedRows rows)
{
    private readonly int[] kinds = new int[mapping.Kinds.Count];
    private int prefix = -1, first = -1, last = -1, territory = -1, subdivision = -1;

    /// <exception cref="InvalidDataException">A column of the mapping is not there.</exception>
    public void Read(ReadOnlySpan<byte> content)
    {
        var lines = new TextLines(content);
        if (mapping.Header)
        {
            if (!lines.MoveNextRow(rows))
                throw new InvalidDataException("it has no header");
            var row = new CsvRow(lines.Line, mapping.Delimiter[0]);
            var names = new List<string>();
            for (var i = 0; i < row.Count; i++)
                names.Add(row[i].ToString());
            FindColumns(names);
        }
        else
        {
            FindColumns([]);
        }

        while (lines.MoveNextRow(rows))
        {
            var row = new CsvRow(lines.Line, mapping.Delimiter[0]);
            if (!row.IsWhole)
                rows.AddBad(lines.Number, "has a quote that is not closed");
            else if (Add(row) is { } problem)
                rows.AddBad(lines.Number, problem);
            else
                rows.AddGood();
        }
    }

    private void FindColumns(List<string> names)
    {
        prefix = Column(mapping.Prefix, names);
        first = Column(mapping.First, names);
        last = Column(mapping.Last, names);
        territory = Column(mapping.Territory, names);
        subdivision = Column(mapping.Subdivision, names);
        for (var i = 0; i < kinds.Length; i++)
            kinds[i] = Column(mapping.Kinds[i].Field, names);
    }

    private static int Column(string? name, List<string> names)
    {
        if (name is null)
            return -1;
        var place = names.FindIndex(column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (place >= 0 || int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out place))
            return place;
        throw new InvalidDataException($"it has no column '{name}'; it has: {string.Join(", ", names)}");
    }

    private string? Add(CsvRow row)
    {
        var claim = Claim(row);
        if (prefix >= 0)
        {
            if (!FeedPrefix.TryParse(row[prefix], out var network, out var problem))
                return problem;
            rows.Add(network, claim);
            return null;
        }

        if (!TryReadAddress(row[first], out var from))
            return "does not begin with an address";
        if (last < 0)
        {
            rows.AddRange(from, from.Bits, claim);
            return null;
        }

        if (!TryReadAddress(row[last], out var to) || to.IsV4 != from.IsV4 || to.Bits < from.Bits)
            return "has no last address that goes with its first";
        if (claim != default)
            rows.AddRange(from, to.Bits, claim);
        return null;
    }

    private FeedClaim Claim(CsvRow row)
    {
        var found = default(NetworkKinds);
        for (var i = 0; i < kinds.Length; i++)
        {
            var rule = mapping.Kinds[i];
            if (FieldValues.Matches(rule, row[kinds[i]]))
                found = found.With(NetworkKinds.Of(rule.Kind));
        }

        var code = territory < 0 ? default : TerritoryCatalog.FromData(row[territory]);
        return new FeedClaim(found, code, subdivision < 0 ? default : FieldValues.Subdivision(row[subdivision], code),
            null);
    }

    /// <summary>An address, or one written as a decimal number: at most 2^32 - 1 is IPv4, as IP2Proxy has it.</summary>
    private static bool TryReadAddress(ReadOnlySpan<char> text, out NumericAddress address)
    {
        if (StrictIPAddress.TryParseNumeric(text, out address))
            return true;
        if (!UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        address = number <= uint.MaxValue ? new NumericAddress(number, true) : NumericAddress.FromV6(number);
        return true;
    }
}
