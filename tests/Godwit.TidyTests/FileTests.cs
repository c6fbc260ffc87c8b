using Godwit.TidyTests.Support;
using Xunit;

namespace Godwit.TidyTests;

/// <summary>Files are short enough to be read in one go.</summary>
public sealed class FileTests
{
    private const int MostLines = 400;
    private const int UsualLines = 250;
    private const double UsualShare = 0.95;
    private const int MostColumns = 120;

    private static readonly string[] Code = [".cs", ".sh", ".c", ".h", ".awk", ".mjs", ".razor", ".sql"];

    [Fact]
    public void No_code_file_is_longer_than_400_lines() =>
        AllowList.AssertOnlyAllowed(
            "file-lines",
            from file in SourceTree.WithExtension(Code)
            let count = SourceTree.Lines(file).Length
            where count > MostLines
            select (file, $"{count} lines"));

    [Fact]
    public void Of_a_hundred_code_files_95_are_not_longer_than_250_lines()
    {
        var counts = SourceTree.WithExtension(Code)
            .Select(file => (file, Count: SourceTree.Lines(file).Length)).ToArray();
        var longer = counts.Where(file => file.Count > UsualLines).ToArray();

        Assert.True(
            counts.Length - longer.Length >= counts.Length * UsualShare,
            $"{longer.Length} of {counts.Length} are longer:\n{string.Join('\n', longer)}");
    }

    [Fact]
    public void No_line_of_code_is_wider_than_120_columns() =>
        AllowList.AssertOnlyAllowed(
            "columns",
            from file in SourceTree.WithExtension(Code)
            from line in OutsideWireTexts(file)
            where line.Item.Length > MostColumns
            group line by file into lines
            select (lines.Key, $"lines {string.Join(", ", lines.Select(line => line.Index + 1))}"));

    [Fact]
    public void Text_ends_with_a_line_break_and_has_no_carriage_returns() =>
        AllowList.AssertOnlyAllowed(
            "line-ends",
            from file in SourceTree.WithExtension([.. Code, ".md", ".yaml", ".props", ".csproj", ".slnx", ".txt"])
            let text = SourceTree.Text(file)
            where text.Length > 0 && (text[^1] != '\n' || text.Contains('\r'))
            select (file, "ends without a line break, or has carriage returns"));

    // What tests hold of a wire format stands in raw strings, and a line of it can't be broken.
    private static IEnumerable<(int Index, string Item)> OutsideWireTexts(string file)
    {
        var isTest = file.StartsWith("tests/", StringComparison.Ordinal);
        var inside = false;
        foreach (var line in SourceTree.Lines(file).Index())
        {
            var quotes = line.Item.Split("\"\"\"").Length - 1;
            if (!isTest || (!inside && quotes == 0))
            {
                yield return line;
            }

            inside ^= quotes % 2 == 1;
        }
    }
}
