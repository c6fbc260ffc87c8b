using System.Text.Json.Serialization;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>What an address data file says of itself; readable with any pager at the start of the file.</summary>
internal sealed record TableHeader
{
    /// <summary>Short name of the source, e.g. <c>ipfire</c>.</summary>
    public required string Name { get; init; }

    public required SourceMethod Method { get; init; }

    /// <summary>SPDX identifier of the data's licence, which this file is under as a whole.</summary>
    public required string Licence { get; init; }

    /// <summary>The line to show wherever results are shown.</summary>
    public required string Attribution { get; init; }

    /// <summary>When the source was built by its maker.</summary>
    public required DateTimeOffset BuildEpoch { get; init; }

    /// <summary>SHA-256 of each input as it was obtained, by file name.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>Ranges with an answer, IPv4.</summary>
    public required int RangesV4 { get; init; }

    /// <summary>Ranges with an answer, IPv6.</summary>
    public required int RangesV6 { get; init; }

    /// <summary>Bytes of the body before compression.</summary>
    public required int BodyLength { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(TableHeader))]
internal sealed partial class TableHeaderJsonContext : JsonSerializerContext;
