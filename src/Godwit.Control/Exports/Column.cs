using System.Globalization;
using Parquet.Schema;

namespace Godwit.Control.Exports;

/// <summary>Makes the columns of one kind of row.</summary>
internal static class Column<TRow>
{
    // The most that the type decimal of Parquet's readers holds; 18 places hold every price by the token exactly.
    private const int Precision = 38;
    private const int Scale = 18;

    public static ExportColumn<TRow> Text(string name, Func<TRow, string?> of) => new TextColumn<TRow>(name, of);

    public static ExportColumn<TRow> Number(string name, Func<TRow, long?> of) => new ValueColumn<TRow, long>(
        new DataField(name, typeof(long), isNullable: true), of, value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Money, prices and quantities: decimals of 18 places, in CSV without zeros at the end.</summary>
    public static ExportColumn<TRow> Amount(string name, Func<TRow, decimal?> of) => new ValueColumn<TRow, decimal>(
        new DecimalDataField(name, Precision, Scale, isNullable: true),
        row => of(row) is { } value ? decimal.Round(value, Scale) : null,
        value => value.ToString("0.##################", CultureInfo.InvariantCulture));

    /// <summary>Instants in UTC, to the microsecond; in CSV as ISO 8601.</summary>
    public static ExportColumn<TRow> Instant(string name, Func<TRow, DateTimeOffset?> of) =>
        new ValueColumn<TRow, DateTime>(
            new DateTimeDataField(
                name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: true),
            row => of(row)?.UtcDateTime,
            value => value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));

    public static ExportColumn<TRow> Flag(string name, Func<TRow, bool?> of) => new ValueColumn<TRow, bool>(
        new DataField(name, typeof(bool), isNullable: true), of, value => value ? "true" : "false");
}
