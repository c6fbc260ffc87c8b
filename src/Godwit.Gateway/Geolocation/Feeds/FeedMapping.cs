using System.ComponentModel;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>Where a record of an MMDB or CSV feed says what. Fields that are not named are ignored.</summary>
/// <remarks>
/// A field of an MMDB record is a path with dots; a number is a place in a list and <c>*</c> is every place. A field of
/// a CSV row is a column's name in the header, or its number from 0.
/// </remarks>
public sealed record FeedMapping
{
    [Description("CSV: column with a prefix or an address.")]
    public string? Prefix { get; init; }

    [Description("CSV without prefixes: column with the first address of a range, as address or decimal number.")]
    public string? First { get; init; }

    [Description("CSV without prefixes: column with the last address of a range. Absent: first stands alone.")]
    public string? Last { get; init; }

    [Description("Field with the ISO 3166-1 code.")]
    public string? Territory { get; init; }

    [Description("Field with the subdivision's code, with its territory or without.")]
    public string? Subdivision { get; init; }

    [Description("Which values of which fields mean which kind of network.")]
    public IReadOnlyList<FeedKindRule> Kinds { get; set; } = [];

    [Description("CSV: the character between columns. Default: a comma.")]
    public string Delimiter { get; set; } = ",";

    [Description("CSV: whether the first row names the columns. Default: true.")]
    public bool Header { get; set; } = true;
}

/// <summary>A value test: the kind of network that a field's value stands for.</summary>
public sealed record FeedKindRule
{
    [Description("The field.")]
    public required string Field { get; init; }

    [Description("The values that count, without regard to case. Absent: true, 1, yes.")]
    public IReadOnlyList<string>? Values { get; init; }

    [Description("The kind of network.")]
    public required NetworkKind Kind { get; init; }
}
