using System.Text;
using Parquet;
using Parquet.Schema;

namespace Godwit.Control.Exports;

/// <summary>A column of texts, some of which callers chose.</summary>
internal sealed class TextColumn<TRow>(string name, Func<TRow, string?> of)
    : ExportColumn<TRow>(new DataField(name, typeof(string), isNullable: true))
{
    public override void WriteCsv(StringBuilder line, TRow row) => CsvText.Append(line, of(row));

    public override Task WriteAsync(
        ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancellation) =>
        group.WriteAsync(Field, (IReadOnlyCollection<string>)rows.Select(of).ToArray()!);
}
