using System.Globalization;
using System.Text;
using CsvHelper;
using Godwit.Control.Api;

namespace Godwit.Control.Reconciliation.Exports;

/// <summary>
/// Reads a provider's csv by a mapping, a line at a time, and adds it up by day and model. What is wrong is said with
/// line and column, and a file with an error gives no figures.
/// </summary>
public sealed class ExportReader
{
    private const int MostProblems = 20;
    private const int MostLineBytes = 1 << 20;

    // The sum of a file's lines still is a number of 64 bits.
    private const decimal MostFigure = 1_000_000_000_000m;

    private readonly ExportMapping mapping;
    private readonly TimeZoneInfo zone;
    private readonly System.Text.RegularExpressions.Regex? modelPattern;
    private readonly ExportSums sums;
    private readonly List<string> problems = [];
    private long lines;
    private long leftOut;

    private ExportReader(ExportMapping mapping)
    {
        this.mapping = mapping;
        zone = TimeZoneText.Parse(mapping.TimeZone)!;
        modelPattern = mapping.Model.Pattern is { } pattern ? ExportPattern.Of(pattern) : null;
        sums = new ExportSums(mapping.Model.Names, mapping.CachedInInput);
    }

    /// <summary>Reads an export.</summary>
    /// <param name="export">The file's bytes; it stays open.</param>
    /// <param name="mapping">A mapping that was checked.</param>
    public static ExportSummary Read(Stream export, ExportMapping mapping)
    {
        var reader = new ExportReader(mapping);
        try
        {
            using var text = new StreamReader(export, EncodingOf(mapping.Encoding), true, -1, leaveOpen: true);
            using var csv = CsvReader.Create(
                text,
                new CsvReaderOptions
                {
                    Separator = mapping.Delimiter[0], TrackLineNumbers = true, MaxRecordSize = MostLineBytes,
                    MalformedData = CsvMalformedDataHandling.Throw, IncludeValuesInExceptions = false,
                },
                leaveOpen: true);
            reader.ReadLines(csv);
        }
        catch (CsvFormatException e)
        {
            reader.problems.Add($"line {e.LineNumber}: is no line of a csv file: {e.Message}");
        }
        catch (DecoderFallbackException)
        {
            reader.problems.Add(
                $"the file is not {mapping.Encoding.ToString().ToLowerInvariant()}; see encoding in the mapping");
        }

        return new ExportSummary(
            reader.problems.Count == 0 ? reader.sums.Rows : [], reader.lines, reader.leftOut, reader.problems);
    }

    private static Encoding EncodingOf(ExportEncoding encoding)
    {
        if (encoding == ExportEncoding.Utf8)
            return new UTF8Encoding(false, throwOnInvalidBytes: true);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("gb18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }

    private void ReadLines(CsvReader csv)
    {
        csv.ReadHeader();
        var columns = new ExportColumns(mapping, [.. csv.Headers], problems);
        while (problems.Count < MostProblems && columns is { Day: not null, Model: not null } && csv.Read())
        {
            lines++;
            if (csv.FieldCount < columns.Width)
                problems.Add(
                    $"line {csv.LineNumber}: has {csv.FieldCount} fields where the heading has {columns.Width}");
            else if (!columns.Where.All(test => test.Holds(csv)) || ModelOf(columns.Model.Text(csv)) is not { } model)
                leftOut++;
            else
                ReadLine(csv, columns, model);
        }
    }

    private string? ModelOf(string text) => modelPattern is null ? text
        : modelPattern.Match(text) is { Success: true } match ? match.Groups["model"].Value.Trim()
        : null;

    private void ReadLine(CsvReader csv, ExportColumns columns, string model)
    {
        var figures = new List<(UsageMeasure Of, decimal Amount)>();
        foreach (var figure in columns.Figures)
        {
            if (figure.Column.Text(csv) is { Length: > 0 } text && figure.Tests.All(test => test.Holds(csv))
                && Amount(csv, figure, text) is { } amount)
                figures.Add((figure.Of, amount));
        }

        // Buckets in which nothing was used have a line too, and name no model.
        if (figures.All(figure => figure.Amount == 0) && model.Length == 0)
        {
            leftOut++;
            return;
        }

        var dayText = columns.Day!.Text(csv);
        if (ExportDayFormat.Read(dayText, mapping.Day.Formats, zone) is not { } day)
        {
            Add(csv, columns.Day, $"'{ExportText.Shown(dayText)}' is no day; accepted: "
                + string.Join(", ", mapping.Day.Formats));
            return;
        }

        if (model.Length == 0)
            Add(csv, columns.Model!, "is empty; an export by model is expected");
        else if (figures.Any(figure => figure.Of == UsageMeasure.Cost))
            ReadCurrency(csv, columns, day, model);
        foreach (var (measure, amount) in figures)
            sums.Add(day, model, measure, amount);
    }

    private void ReadCurrency(CsvReader csv, ExportColumns columns, DateOnly day, string model)
    {
        var currency = columns.Currency?.Text(csv) is { Length: > 0 } said ? said.ToUpperInvariant()
            : mapping.Currency?.Value ?? "";
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
            Add(
                csv, columns.Currency!,
                $"'{ExportText.Shown(currency)}' is not a currency; accepted: ISO 4217, e.g. USD");
        else if (!sums.Pay(day, model, currency))
            Add(csv, columns.Currency!, $"{currency}: another line of the same day and model is in another currency");
    }

    private decimal? Amount(CsvReader csv, ExportFigure figure, string text)
    {
        if (!decimal.TryParse(
            text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount))
        {
            Add(csv, figure.Column, $"'{ExportText.Shown(text)}' is not a number");
            return null;
        }

        var factor = 1m;
        if (figure.Unit is { } unit && !figure.Factors!.TryGetValue(unit.Text(csv), out factor))
        {
            Add(csv, unit, $"the unit '{ExportText.Shown(unit.Text(csv))}' is not known; accepted: "
                + string.Join(", ", figure.Factors.Keys));
            return null;
        }

        if (amount is >= -MostFigure and <= MostFigure && amount * factor is >= -MostFigure and <= MostFigure)
            return amount * factor;
        Add(csv, figure.Column, $"{ExportText.Shown(text)} is out of range");
        return null;
    }

    private void Add(CsvReader csv, ExportColumn column, string problem) =>
        problems.Add($"line {csv.LineNumber}, column {ExportText.Shown(column.Name)}: {problem}");
}
