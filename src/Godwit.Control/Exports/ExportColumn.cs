using System.Text;
using Parquet;
using Parquet.Schema;

namespace Godwit.Control.Exports;

/// <summary>A column of an export: its name, its type, and the value of a row.</summary>
/// <typeparam name="TRow">What a row is made from.</typeparam>
internal abstract class ExportColumn<TRow>(DataField field)
{
    /// <summary>Its field in Parquet's schema.</summary>
    public DataField Field { get; } = field;

    public string Name => Field.Name;

    /// <summary>Appends the cell of a row, quoted where it must be; nothing where there is no value.</summary>
    public abstract void WriteCsv(StringBuilder line, TRow row);

    /// <summary>Writes the column of a row group.</summary>
    public abstract Task WriteAsync(
        ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellation);
}
