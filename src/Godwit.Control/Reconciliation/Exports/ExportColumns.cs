namespace Godwit.Control.Reconciliation.Exports;

/// <summary>Finds the columns of a mapping in the heading of an export.</summary>
internal sealed class ExportColumns
{
    private readonly List<string> problems;
    private readonly Dictionary<string, ExportColumn> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly string headings;

    public ExportColumns(ExportMapping mapping, IReadOnlyList<string> names, List<string> problems)
    {
        this.problems = problems;
        for (var i = 0; i < names.Count; i++)
            byName.TryAdd(names[i].Trim(), new ExportColumn(i, names[i].Trim()));
        headings = string.Join(", ", names.Where(name => name.Length > 0).Select(ExportText.Shown));
        Day = Required("day", mapping.Day.Columns);
        Model = Required("model", mapping.Model.Columns);
        Where = Tests(mapping.Where);
        Figures = [.. mapping.Values.Select(FigureOf).OfType<ExportFigure>()];
        Currency = mapping.Currency?.Columns is { } columns ? Find(columns) : null;
        if (Figures.Count == 0)
            problems.Add(
                $"line 1: has no column with a figure; the mapping '{mapping.Name}' knows "
                + string.Join(", ", mapping.Values.SelectMany(v => v.Columns).Distinct())
                + $"; the export has {headings}");
        if (Figures.Any(f => f.Of == Api.UsageMeasure.Cost) && Currency is null && mapping.Currency?.Value is null)
            problems.Add($"line 1: has costs and no column with their currency; the export has {headings}");
    }

    public ExportColumn? Day { get; }

    public ExportColumn? Model { get; }

    public ExportColumn? Currency { get; }

    public IReadOnlyList<ExportTest> Where { get; }

    public IReadOnlyList<ExportFigure> Figures { get; }

    /// <summary>How many fields a line needs.</summary>
    public int Width => byName.Count == 0 ? 0 : byName.Values.Max(column => column.Index) + 1;

    private ExportColumn? Find(IEnumerable<string> names) =>
        names.Select(name => byName.GetValueOrDefault(name)).FirstOrDefault(column => column is not null);

    private ExportColumn? Required(string what, IReadOnlyList<string> names)
    {
        if (Find(names) is { } column)
            return column;
        problems.Add(
            $"line 1: has no column for the {what}, such as {string.Join(" or ", names)}; the export has {headings}");
        return null;
    }

    private List<ExportTest> Tests(IReadOnlyList<ExportCondition>? conditions) =>
    [
        .. (conditions ?? []).Select(condition => Required("condition", condition.Columns) is { } column
            ? new ExportTest(
                column, ExportPattern.Of(condition.Pattern),
                condition.Except is { } except ? ExportPattern.Of(except) : null)
            : null).OfType<ExportTest>(),
    ];

    private ExportFigure? FigureOf(ExportValue value)
    {
        if (Find(value.Columns) is not { } column)
            return null;
        var unit = value.Unit is null ? null : Required("unit", value.Unit.Columns);
        return new ExportFigure(value.Of, column, Tests(value.Where), unit, value.Unit?.Factors);
    }
}
