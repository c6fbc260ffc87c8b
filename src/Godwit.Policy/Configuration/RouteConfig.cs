using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Godwit.Policy.Configuration;

/// <summary>
/// A model name that clients send, and the targets that may answer it. The resource's name is the model name.
/// </summary>
public sealed record RouteConfig
{
    [Description("Targets in order of preference, at least one.")]
    public required IReadOnlyList<TargetConfig> Targets { get; init; }

    [Description(
        "What happens when a target fails before anything was answered: next tries the next target, stop does "
        + "not.")]
    public OnFailure OnFailure { get; set; } = OnFailure.Next;

    [Description(
        "True: a request that a target's dialect cannot express whole is not sent to it, and is refused, naming the "
        + "field, when no other target can. False: what is lost is told in x-godwit-loss. Default false.")]
    public bool Strict { get; set; }

    [Description(
        "grants: targets whose provider gave something that is left come first, what ends first before the others. "
        + "none: the order is as written. Default none.")]
    public RoutePreference Prefer { get; init; }

    [Description(
        "With prefer grants, what becomes of a target whose grants are used up or over: paid goes on using it for "
        + "money, in the order as written; next passes it over. Default paid.")]
    public GrantEnd OnGrantEnd { get; init; }
}

/// <summary>One provider's model, and when it is a candidate.</summary>
public sealed record TargetConfig
{
    [Description("provider/model, e.g. openai/gpt-4o; both names as in the Provider resource.")]
    public required string Target { get; init; }

    [Description(
        "always: a candidate for every caller; unserved: only when a territory policy excluded a target before "
        + "it.")]
    public TargetCondition When { get; init; }
}

/// <summary>What to do when a target fails before anything was answered.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<OnFailure>))]
public enum OnFailure
{
    Next,
    Stop,
}

/// <summary>When a target is a candidate.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TargetCondition>))]
public enum TargetCondition
{
    Always,
    Unserved,
}

/// <summary>Which targets come before the order as written.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RoutePreference>))]
public enum RoutePreference
{
    None,

    /// <summary>Those with a grant that something is left of.</summary>
    Grants,
}

/// <summary>What becomes of a target whose grants are used up or over.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<GrantEnd>))]
public enum GrantEnd
{
    /// <summary>It goes on for money.</summary>
    Paid,

    /// <summary>It is passed over.</summary>
    Next,
}
