using System.Globalization;

namespace Godwit.Control.Reconciliation.Exports;

/// <summary>Checks what a mapping says, after its shape is known to be right.</summary>
internal sealed class ExportMappingValidator
{
    private readonly List<string> errors = [];

    /// <summary>Everything that is wrong: key, and what.</summary>
    public static IReadOnlyList<string> Validate(ExportMapping mapping)
    {
        var validator = new ExportMappingValidator();
        validator.Check(mapping);
        return validator.errors;
    }

    private void Check(ExportMapping mapping)
    {
        if (mapping.Delimiter is not [> ' ' and < (char)127 and not '"' or '\t'])
            errors.Add("delimiter: one character is expected, such as , or ;");
        if (TimeZoneText.Parse(mapping.TimeZone) is null)
            errors.Add($"time_zone: '{mapping.TimeZone}' is not known; accepted: {TimeZoneText.Accepted}");
        CheckConditions("where", mapping.Where);
        CheckColumns("day.columns", mapping.Day.Columns);
        CheckFormats(mapping.Day.Formats);
        CheckModel(mapping.Model);
        if (mapping.Values.Count == 0)
            errors.Add("values: is an empty list; at least one figure is expected");
        for (var i = 0; i < mapping.Values.Count; i++)
            CheckValue($"values[{i}]", mapping.Values[i]);
        CheckCurrency(mapping);
    }

    private void CheckModel(ExportModel model)
    {
        CheckColumns("model.columns", model.Columns);
        if (model.Pattern is { } pattern && CheckPattern("model.pattern", pattern)
            && ExportPattern.Of(pattern).GroupNumberFromName("model") < 0)
            errors.Add("model.pattern: has no group (?<model>…)");
        for (var i = 0; i < (model.Names?.Count ?? 0); i++)
            CheckPattern($"model.names[{i}].pattern", model.Names![i].Pattern);
    }

    private void CheckValue(string key, ExportValue value)
    {
        CheckColumns($"{key}.columns", value.Columns);
        CheckConditions($"{key}.where", value.Where);
        if (value.Unit is not { } unit)
            return;
        CheckColumns($"{key}.unit.columns", unit.Columns);
        if (unit.Factors.Count == 0)
            errors.Add($"{key}.unit.factors: is empty; a factor for each unit is expected");
        foreach (var (name, factor) in unit.Factors.Where(f => f.Value is <= 0 or > 1_000_000_000m))
            errors.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{key}.unit.factors.{name}: {factor} is out of range; accepted: more than 0, to 1000000000"));
    }

    private void CheckCurrency(ExportMapping mapping)
    {
        if (mapping.Currency is not { } currency)
        {
            if (mapping.Values.Any(v => v.Of == Api.UsageMeasure.Cost))
                errors.Add("currency: is missing, and values have a cost");
            return;
        }

        if (currency is { Columns: null, Value: null })
            errors.Add("currency: says neither columns nor value");
        if (currency.Columns is { } columns)
            CheckColumns("currency.columns", columns);
        if (currency.Value is { } value && !(value.Length == 3 && value.All(char.IsAsciiLetterUpper)))
            errors.Add($"currency.value: '{value}' is not a currency; accepted: an ISO 4217 code, e.g. USD");
    }

    private void CheckFormats(IReadOnlyList<string> formats)
    {
        if (formats.Count == 0)
            errors.Add("day.formats: is an empty list; accepted: iso, unix_seconds, patterns such as MM/dd/yyyy");
        foreach (var format in formats.Where(f => f is not (ExportDayFormat.Iso or ExportDayFormat.UnixSeconds)))
        {
            var (year, month, day) = (Has(format, "y"), Has(format, "M"), Has(format, "d"));
            if (!year || !month || !day)
                errors.Add($"day.formats: '{format}' has not all of y, M and d");
        }
    }

    private static bool Has(string format, string letter) => format.Contains(letter, StringComparison.Ordinal);

    private void CheckColumns(string key, IReadOnlyList<string> columns)
    {
        if (columns.Count == 0 || columns.Any(string.IsNullOrWhiteSpace))
            errors.Add($"{key}: names of columns are expected");
    }

    private void CheckConditions(string key, IReadOnlyList<ExportCondition>? conditions)
    {
        for (var i = 0; i < (conditions?.Count ?? 0); i++)
        {
            CheckColumns($"{key}[{i}].columns", conditions![i].Columns);
            CheckPattern($"{key}[{i}].pattern", conditions[i].Pattern);
            if (conditions[i].Except is { } except)
                CheckPattern($"{key}[{i}].except", except);
        }
    }

    private bool CheckPattern(string key, string pattern)
    {
        if (ExportPattern.Check(pattern) is not { } error)
            return true;
        errors.Add($"{key}: {error}");
        return false;
    }
}
