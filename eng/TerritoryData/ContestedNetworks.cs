using System.Globalization;
using System.Reflection;
using System.Text;
using Godwit.Policy.Territories;

namespace Godwit.TerritoryData;

/// <summary>
/// The hand-written list of networks in contested regions, joined to the addresses that they announce.
/// </summary>
internal static class ContestedNetworks
{
    /// <summary>File name of the list, which stands beside this tool's source.</summary>
    public const string FileName = "contested-networks.csv";

    private const int AsnColumn = 2;

    /// <summary>The list as it is committed.</summary>
    public static byte[] Bytes { get; } = ReadResource();

    /// <summary>The subdivision of each network, by its number.</summary>
    public static IReadOnlyDictionary<string, string> Subdivisions { get; } = Parse(Encoding.UTF8.GetString(Bytes));

    /// <summary>Reads rows of <c>first,last,number,name</c> and keeps those of the networks in the list.</summary>
    public static IEnumerable<InputRow> Read(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            var cells = line.Split(',', AsnColumn + 2);
            if (cells.Length <= AsnColumn)
                throw new InvalidDataException($"{path}: '{line}' does not name a network.");
            if (Subdivisions.TryGetValue(cells[AsnColumn], out var subdivision))
                yield return CsvInput.ReadRow(path, line, cells[0], cells[1], subdivision);
        }
    }

    /// <summary>Reads the list: each row has a number, a subdivision, the day of its review, a name, grounds.</summary>
    public static Dictionary<string, string> Parse(string text)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#')
                continue;
            var cells = line.Split(',', 5);
            if (cells.Length != 5 || !uint.TryParse(cells[0], CultureInfo.InvariantCulture, out _)
                || !SubdivisionCode.TryParse(cells[1], out _)
                || !DateOnly.TryParseExact(cells[2], "yyyy-MM-dd", out _)
                || cells[3..].Any(string.IsNullOrWhiteSpace))
                throw new InvalidDataException($"{FileName}: '{line}' is no reviewed network.");
            found.Add(cells[0], cells[1]);
        }

        return found;
    }

    private static byte[] ReadResource()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(FileName)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
