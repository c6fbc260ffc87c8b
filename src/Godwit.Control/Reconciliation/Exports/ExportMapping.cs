using System.ComponentModel;
using System.Text.Json.Serialization;
using Godwit.Control.Api;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Reconciliation.Exports;

/// <summary>How a provider's usage or bill export is read: which column of its csv says what.</summary>
public sealed record ExportMapping
{
    [Description("What messages call it.")]
    public required string Name { get; init; }

    [Description("Which export it is, and where it is downloaded.")]
    public required string Title { get; init; }

    [Description("Page that describes the columns.")]
    public required string Source { get; init; }

    [Description("Day the page was read.")]
    public required DateOnly AsOf { get; init; }

    [Description("The columns were seen in a real export.")]
    public required bool Verified { get; init; }

    [Description("What stands between fields: one character.")]
    public string Delimiter { get; set; } = ",";

    public ExportEncoding Encoding { get; set; }

    [Description("Whose days the export's days are: UTC, an offset such as +08:00, or an IANA name.")]
    public string TimeZone { get; set; } = "UTC";

    [Description("Lines that count; all others are left out. Absent: all.")]
    public IReadOnlyList<ExportCondition>? Where { get; init; }

    public required ExportDay Day { get; init; }

    public required ExportModel Model { get; init; }

    [Description("What is added up. A column that an export does not have is not compared.")]
    public required IReadOnlyList<ExportValue> Values { get; init; }

    public ExportCurrency? Currency { get; init; }

    [Description("The input tokens have those read from a cache in them.")]
    public bool CachedInInput { get; set; } = true;
}

/// <summary>How the text is encoded.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ExportEncoding>))]
public enum ExportEncoding
{
    Utf8,
    Gb18030,
}

/// <summary>Where a line says its day.</summary>
public sealed record ExportDay
{
    [Description("Names of the column; the first that the export has is read.")]
    public required IReadOnlyList<string> Columns { get; init; }

    [Description("iso (a day or an instant), unix_seconds, or patterns such as MM/dd/yyyy; the first that fits holds.")]
    public required IReadOnlyList<string> Formats { get; init; }
}

/// <summary>Where a line says its model.</summary>
public sealed record ExportModel
{
    [Description("Names of the column; the first that the export has is read.")]
    public required IReadOnlyList<string> Columns { get; init; }

    [Description("Regular expression whose group model is the name; lines without a match are left out.")]
    public string? Pattern { get; init; }

    [Description("What a model is called by its provider's API, where the export calls it otherwise.")]
    public IReadOnlyList<ExportModelName>? Names { get; init; }
}

/// <summary>Another name of models.</summary>
public sealed record ExportModelName
{
    [Description("Regular expression; the first that matches holds.")]
    public required string Pattern { get; init; }

    [Description("What the match is replaced by; $1 and ${name} stand for groups.")]
    public required string Name { get; init; }
}

/// <summary>A figure of a line.</summary>
public sealed record ExportValue
{
    public required UsageMeasure Of { get; init; }

    [Description("Names of the column; the first that the export has is read.")]
    public required IReadOnlyList<string> Columns { get; init; }

    [Description("Lines in which it is this figure; in all others it is not read. Absent: in all.")]
    public IReadOnlyList<ExportCondition>? Where { get; init; }

    public ExportUnit? Unit { get; init; }
}

/// <summary>What figures of a line are multiplied with.</summary>
public sealed record ExportUnit
{
    [Description("Names of the column; the first that the export has is read.")]
    public required IReadOnlyList<string> Columns { get; init; }

    [Description("Factor by unit, such as 1K: 1000. Another unit is an error.")]
    public required IReadOnlyDictionary<string, decimal> Factors { get; init; }
}

/// <summary>Which currency costs are in.</summary>
public sealed record ExportCurrency
{
    [Description("Names of the column; the first that the export has is read.")]
    public IReadOnlyList<string>? Columns { get; init; }

    [Description("ISO 4217, where the export does not say.")]
    public string? Value { get; init; }
}

/// <summary>What must be so in a line.</summary>
public sealed record ExportCondition
{
    [Description("Names of the column; the first that the export has is read.")]
    public required IReadOnlyList<string> Columns { get; init; }

    [Description("Regular expression that must match in it.")]
    public required string Pattern { get; init; }

    [Description("Regular expression that must not match in it.")]
    public string? Except { get; init; }
}

/// <summary>How mappings are read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ExportMapping))]
public sealed partial class ExportMappingJsonContext : JsonSerializerContext;
