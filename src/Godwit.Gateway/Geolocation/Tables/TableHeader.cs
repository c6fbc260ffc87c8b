using System.Text.Json;
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

    /// <summary>Reads what <see cref="TableHeaderJsonContext"/> writes.</summary>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="InvalidOperationException">A member has the wrong type.</exception>
    /// <exception cref="FormatException">A member's value is none of its kind.</exception>
    public static TableHeader Read(JsonElement json)
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in json.GetProperty("inputs").EnumerateObject())
            inputs[input.Name] = Text(input.Value);
        var method = Array.IndexOf(Enum.GetNames<SourceMethod>(), Text(json.GetProperty("method")));
        return new TableHeader
        {
            Name = Text(json.GetProperty("name")),
            Method = method >= 0 ? (SourceMethod)method : throw new FormatException("There is no such method."),
            Licence = Text(json.GetProperty("licence")),
            Attribution = Text(json.GetProperty("attribution")),
            BuildEpoch = json.GetProperty("build_epoch").GetDateTimeOffset(),
            Inputs = inputs,
            RangesV4 = json.GetProperty("ranges_v4").GetInt32(),
            RangesV6 = json.GetProperty("ranges_v6").GetInt32(),
            BodyLength = json.GetProperty("body_length").GetInt32(),
        };
    }

    private static string Text(JsonElement json) =>
        json.GetString() ?? throw new FormatException("A text is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(TableHeader))]
internal sealed partial class TableHeaderJsonContext : JsonSerializerContext;
