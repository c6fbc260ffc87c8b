using System.Text;
using Parquet;

namespace Godwit.Control.Exports;

/// <summary>Writes rows as they come: never more than a group of them is in memory.</summary>
internal static class ExportWriter
{
    /// <summary>
    /// Rows of a row group: enough for columns to be compressed well, few enough for some tens of megabytes.
    /// </summary>
    public const int GroupSize = 10_000;

    private const int CsvFlushLength = 64 * 1024;

    public static Task WriteAsync<TRow>(
        ExportTable<TRow> table, IAsyncEnumerable<TRow> rows, ExportFormat format, Stream output,
        CancellationToken cancellation) =>
        format == ExportFormat.Csv
            ? WriteCsvAsync(table, rows, output, cancellation)
            : WriteParquetAsync(table, rows, output, cancellation);

    private static async Task WriteCsvAsync<TRow>(
        ExportTable<TRow> table, IAsyncEnumerable<TRow> rows, Stream output, CancellationToken cancellation)
    {
        var text = new StringBuilder().AppendJoin(',', table.Columns.Select(c => c.Name)).Append("\r\n");
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            for (var i = 0; i < table.Columns.Length; i++)
            {
                if (i > 0)
                    text.Append(',');
                table.Columns[i].WriteCsv(text, row);
            }

            text.Append("\r\n");
            if (text.Length >= CsvFlushLength)
                await FlushAsync(text, output, cancellation);
        }

        await FlushAsync(text, output, cancellation);
    }

    private static async Task FlushAsync(StringBuilder text, Stream output, CancellationToken cancellation)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellation);
        text.Clear();
    }

    private static async Task WriteParquetAsync<TRow>(
        ExportTable<TRow> table, IAsyncEnumerable<TRow> rows, Stream output, CancellationToken cancellation)
    {
        await using var forward = new ForwardStream(output);
        await using var writer = await ParquetWriter.CreateAsync(
            table.Schema, forward, cancellationToken: cancellation);
        var group = new List<TRow>(GroupSize);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            group.Add(row);
            if (group.Count < GroupSize)
                continue;
            await WriteGroupAsync(table, writer, group, cancellation);
            group.Clear();
        }

        // A file without a row group would have no columns for some readers.
        await WriteGroupAsync(table, writer, group, cancellation);
    }

    private static async Task WriteGroupAsync<TRow>(
        ExportTable<TRow> table, ParquetWriter writer, List<TRow> rows, CancellationToken cancellation)
    {
        using var group = writer.CreateRowGroup();
        foreach (var column in table.Columns)
            await column.WriteAsync(group, rows, cancellation);
        group.CompleteValidate();
    }
}
