using System.Collections.Immutable;
using Parquet.Schema;

namespace Godwit.Control.Exports;

/// <summary>The columns of an export, in their order. Names and order stay: others' tables are made by them.</summary>
internal sealed class ExportTable<TRow>(params ImmutableArray<ExportColumn<TRow>> columns)
{
    public ImmutableArray<ExportColumn<TRow>> Columns { get; } = columns;

    public ParquetSchema Schema { get; } = new(columns.Select(c => (Field)c.Field).ToArray());
}
