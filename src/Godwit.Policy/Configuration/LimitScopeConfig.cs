using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Godwit.Policy.Configuration;

/// <summary>What a limit counts.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<LimitUnit>))]
public enum LimitUnit
{
    Requests,

    /// <summary>Input and output together.</summary>
    Tokens,
    InputTokens,
    OutputTokens,

    /// <summary>Requests under way at one time.</summary>
    Concurrency,

    /// <summary>Money, in the limit's currency.</summary>
    Spend,
}

/// <summary>What has a count of its own.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<LimitPer>))]
public enum LimitPer
{
    /// <summary>All that the limit is for shares one count.</summary>
    All,
    Organization,
    Project,
    Key,

    /// <summary>The model name that clients send.</summary>
    Model,

    /// <summary>The provider that is sent to: where one has no room, the next target is tried.</summary>
    Provider,

    /// <summary>
    /// The end user that the request names: user or safety_identifier, or metadata.user_id in Anthropic's dialect.
    /// A request that names none counts with all others of its key that do not.
    /// </summary>
    EndUser,
}

/// <summary>What happens to requests while a node can't learn what other nodes took.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WhenCountersLost>))]
public enum WhenCountersLost
{
    /// <summary>Each node goes on within what it was given, then refuses: the limit holds.</summary>
    Refuse,

    /// <summary>Each node goes on to its equal share of the limit.</summary>
    Share,

    /// <summary>Requests are served and counted.</summary>
    Allow,
}

/// <summary>What a limit is for: what fits all lists that are given.</summary>
public sealed record LimitScopeConfig
{
    [Description("Names of Organization resources. Absent: all.")]
    public IReadOnlyList<string>? Organizations { get; init; }

    [Description("Names of Project resources. Absent: all.")]
    public IReadOnlyList<string>? Projects { get; init; }

    [Description("Names of ApiKey resources. Absent: all.")]
    public IReadOnlyList<string>? Keys { get; init; }

    [Description("Model names that clients send; * stands for any characters. Absent: all.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description("Names of Provider resources: only what is sent to them counts. Absent: all.")]
    public IReadOnlyList<string>? Providers { get; init; }
}
