using System.Text;
using Parquet;
using Parquet.Schema;

namespace Godwit.Control.Exports;

/// <summary>A column of numbers, amounts, instants or flags.</summary>
/// <param name="field">Its name and type.</param>
/// <param name="of">The value of a row; null where there is none.</param>
/// <param name="text">Writes a value for CSV: never anything that needs quotes.</param>
internal sealed class ValueColumn<TRow, TValue>(DataField field, Func<TRow, TValue?> of, Func<TValue, string> text)
    : ExportColumn<TRow>(field)
    where TValue : struct
{
    public override void WriteCsv(StringBuilder line, TRow row)
    {
        if (of(row) is { } value)
            line.Append(text(value));
    }

    public override async Task WriteAsync(
        ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellation) =>
        await group.WriteAsync<TValue>(
            Field, (ReadOnlyMemory<TValue?>)rows.Select(of).ToArray(), cancellationToken: cancellation);
}
