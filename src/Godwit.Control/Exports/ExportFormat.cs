namespace Godwit.Control.Exports;

/// <summary>The file format of an export.</summary>
internal enum ExportFormat
{
    Csv,
    Parquet,
}
