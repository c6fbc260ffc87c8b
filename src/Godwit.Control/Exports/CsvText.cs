using System.Buffers;
using System.Text;

namespace Godwit.Control.Exports;

/// <summary>Writes texts as cells of CSV, as RFC 4180 has them.</summary>
internal static class CsvText
{
    // A spreadsheet takes what begins so for a formula and runs it, and names in records come from callers.
    private static readonly SearchValues<char> BeginsFormula = SearchValues.Create("=+-@\t\r\n");
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    /// <summary>Appends a cell; a text that could be a formula gets an apostrophe before it.</summary>
    public static void Append(StringBuilder line, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        var guard = BeginsFormula.Contains(text[0]) ? "'" : "";
        if (!text.AsSpan().ContainsAny(NeedsQuotes))
            line.Append(guard).Append(text);
        else
            line.Append('"').Append(guard).Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
