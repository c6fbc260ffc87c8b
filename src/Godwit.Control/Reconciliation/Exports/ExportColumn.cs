using System.Text.RegularExpressions;
using CsvHelper;

namespace Godwit.Control.Reconciliation.Exports;

/// <summary>A column that the export has.</summary>
/// <param name="Index">Its place in a line.</param>
/// <param name="Name">What its heading says.</param>
internal sealed record ExportColumn(int Index, string Name)
{
    /// <summary>The text of a line in it, without spaces around it.</summary>
    public string Text(CsvReader line) => line.GetString(Index).Trim();
}

/// <summary>A condition, compiled for the columns of an export.</summary>
internal sealed record ExportTest(ExportColumn Column, Regex Pattern, Regex? Except)
{
    public bool Holds(CsvReader line) => Column.Text(line) is var text && Pattern.IsMatch(text)
        && Except?.IsMatch(text) != true;
}

/// <summary>A figure, compiled for the columns of an export.</summary>
internal sealed record ExportFigure(
    Api.UsageMeasure Of, ExportColumn Column, IReadOnlyList<ExportTest> Tests, ExportColumn? Unit,
    IReadOnlyDictionary<string, decimal>? Factors);
