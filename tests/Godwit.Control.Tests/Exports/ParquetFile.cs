using Parquet;
using Parquet.Schema;

namespace Godwit.Control.Tests.Exports;

/// <summary>A Parquet file, read whole.</summary>
internal sealed class ParquetFile
{
    private readonly Dictionary<string, (DataField Field, List<object?> Cells)> columns = [];

    public static async Task<ParquetFile> ReadAsync(byte[] bytes)
    {
        var file = new ParquetFile();
        using var stream = new MemoryStream(bytes);
        await using var reader = await ParquetReader.CreateAsync(stream);
        foreach (var field in reader.Schema.DataFields)
            file.columns.Add(field.Name, (field, []));
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            foreach (var (field, cells) in file.columns.Values)
                cells.AddRange(await ReadAsync(group, field));
        }

        return file;
    }

    public DataField Field(string name) => columns[name].Field;

    public IReadOnlyList<string?> Texts(string name) => [.. columns[name].Cells.Select(c => (string?)c)];

    public IReadOnlyList<T?> Values<T>(string name)
        where T : struct => [.. columns[name].Cells.Select(c => (T?)c)];

    private static Task<IEnumerable<object?>> ReadAsync(ParquetRowGroupReader group, DataField field) =>
        field.ClrType == typeof(ReadOnlyMemory<char>) ? TextsAsync(group, field)
        : field.ClrType == typeof(long) ? ValuesAsync<long>(group, field)
        : field.ClrType == typeof(decimal) ? ValuesAsync<decimal>(group, field)
        : field.ClrType == typeof(DateTime) ? ValuesAsync<DateTime>(group, field)
        : ValuesAsync<bool>(group, field);

    private static async Task<IEnumerable<object?>> TextsAsync(ParquetRowGroupReader group, DataField field)
    {
        var values = new string?[group.RowCount];
        await group.ReadAsync(field, (Memory<string?>)values);
        return values;
    }

    private static async Task<IEnumerable<object?>> ValuesAsync<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        var values = new T?[group.RowCount];
        await group.ReadAsync<T>(field, (Memory<T?>)values);
        return values.Select(v => (object?)v);
    }
}
