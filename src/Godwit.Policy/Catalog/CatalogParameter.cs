using System.ComponentModel;
using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <summary>How the provider deals with a request parameter, and what Godwit does about it.</summary>
public sealed record CatalogParameter : CatalogFact
{
    [Description("Member at the top of the request's body; a deeper one, e.g. messages[].reasoning_content, informs.")]
    public required string Name { get; init; }

    public required ParameterRule Rule { get; init; }

    [Description("The bound, the new name, or the condition, in words; loss reports give it as the reason.")]
    public string? Detail { get; init; }

    [Description("What is done to a request; absent: the row only informs. Rows are applied in their order.")]
    public ParameterAction? Action { get; init; }

    [Description("clamp: least value.")]
    public decimal? Min { get; init; }

    [Description("clamp: greatest value.")]
    public decimal? Max { get; init; }

    [Description("clamp: the value must be above this.")]
    public decimal? ExclusiveMin { get; init; }

    [Description("clamp: the value must be below this.")]
    public decimal? ExclusiveMax { get; init; }

    [Description("clamp: most digits after the point.")]
    public int? Decimals { get; init; }

    [Description("clamp: most items of a list.")]
    public int? MaxItems { get; init; }

    [Description("drop, map: values that stay as they are. Of an object its type counts; numbers as text.")]
    public IReadOnlyList<string>? Values { get; init; }

    [Description("drop: texts of at least so many characters stay.")]
    public int? MinLength { get; init; }

    [Description("drop: texts of at most so many characters stay.")]
    public int? MaxLength { get; init; }

    [Description("map: the value to send by the value that was given; what is neither here nor in values is dropped "
        + "when there are values.")]
    public IReadOnlyDictionary<string, string>? Map { get; init; }

    [Description("default: the value to send when the member is absent, as JSON.")]
    public string? Value { get; init; }

    [Description("rename: the provider's name.")]
    public string? RenameTo { get; init; }

    [Description("Models it holds for, * for any characters; absent: all.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description("Models it does not hold for.")]
    public IReadOnlyList<string>? ExceptModels { get; init; }

    [Description("What the request must be besides.")]
    public CatalogCondition? When { get; init; }
}

/// <summary>What a request must be for a rule to hold; all that is given must hold.</summary>
public sealed record CatalogCondition
{
    [Description("The answer is asked for as a stream, or is not.")]
    public bool? Stream { get; init; }

    [Description("A member that must be there.")]
    public string? Present { get; init; }

    [Description("A member that must not be there.")]
    public string? Absent { get; init; }

    [Description("Values that members must have; of an object its type counts.")]
    public IReadOnlyDictionary<string, string>? Is { get; init; }

    [Description("Values that members must not have; an absent one has none.")]
    public IReadOnlyDictionary<string, string>? IsNot { get; init; }
}

/// <summary>What becomes of a parameter at the provider.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ParameterRule>))]
public enum ParameterRule
{
    Accepted,
    Ignored,
    Rejected,
    Limited,
    Renamed,
    Defaulted,
}

/// <summary>What Godwit does about a parameter.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ParameterAction>))]
public enum ParameterAction
{
    /// <summary>Leaves it out, unless its value is one of <c>values</c>.</summary>
    Drop,

    /// <summary>Brings a number into its range, a list to its length.</summary>
    Clamp,

    /// <summary>Replaces values by <c>map</c>.</summary>
    Map,

    /// <summary>Sends it under <c>rename_to</c>.</summary>
    Rename,

    /// <summary>Sends <c>value</c> when the member is absent.</summary>
    Default,

    /// <summary>Sends a bare text as a list of one.</summary>
    List,

    /// <summary>Makes the ids of tool calls nine letters or digits long.</summary>
    ToolCallIds,

    /// <summary>Asks for a JSON object, and gives the schema in words.</summary>
    SchemaInPrompt,

    /// <summary>Asks for a stream and collects the answer, for a client that wants it whole.</summary>
    OnlyStreams,
}
