using System.Globalization;
using Godwit.Gateway.Geolocation.Chain;

namespace Godwit.TerritoryData;

/// <summary>
/// Reads rows of <c>first,last,code</c>: addresses as text or, for IPv4, as numbers; <c>#</c> begins a comment.
/// </summary>
internal static class CsvInput
{
    private const string GeneratedMark = "# Generated:";

    public static IEnumerable<InputRow> Read(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var cells = line.Split(',');
            if (cells.Length != 3)
                throw new InvalidDataException($"{path}: '{line}' does not have three cells.");
            yield return ReadRow(path, line, cells[0], cells[1], cells[2]);
        }
    }

    /// <summary>The row of a range's two ends.</summary>
    public static InputRow ReadRow(string path, string line, string firstCell, string lastCell, string answer)
    {
        var (first, last) = (ReadAddress(firstCell), ReadAddress(lastCell));
        return first.IsV4 == last.IsV4 && first.Bits <= last.Bits
            ? new InputRow(first.IsV4, first.Bits, last.Bits, answer)
            : throw new InvalidDataException($"{path}: '{line}' is no range.");
    }

    /// <summary>The instant in the line <c># Generated: …</c> of IPFire's export.</summary>
    public static DateTimeOffset ReadGenerated(string path)
    {
        var line = File.ReadLines(path)
            .TakeWhile(l => l.StartsWith('#'))
            .First(l => l.StartsWith(GeneratedMark, StringComparison.Ordinal));
        return DateTimeOffset.ParseExact(
            line[GeneratedMark.Length..].Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    private static NumericAddress ReadAddress(string text)
    {
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new NumericAddress(number, true);
        return StrictIPAddress.TryParseNumeric(text, out var address)
            ? address
            : throw new InvalidDataException($"'{text}' is no address.");
    }
}
