using System.ComponentModel;
using System.Text.Json.Serialization;
using Godwit.Policy.Calendars;

namespace Godwit.Policy.Configuration;

/// <summary>How much may be spent, or how many tokens used, in a calendar period.</summary>
public sealed record BudgetConfig
{
    [Description("What is counted: spend, tokens, input_tokens, output_tokens, requests. Default spend.")]
    public LimitUnit Unit { get; set; } = LimitUnit.Spend;

    [Description("The most in a period, above 0: money, or a whole number.")]
    public required decimal Amount { get; init; }

    [Description("ISO 4217, with spend.")]
    public string? Currency { get; init; }

    [Description("Calendar period after which the count begins anew. Default month.")]
    public CalendarUnit Period { get; set; } = CalendarUnit.Month;

    [Description("Time zone of the calendar, IANA name, e.g. Asia/Shanghai. Default UTC.")]
    public string TimeZone { get; set; } = "UTC";

    [Description(
        "hard: a request that could pass the amount at worst is refused; soft: it is served, and alerts are sent.")]
    public BudgetEnforcement Enforcement { get; init; }

    [Description(
        "With hard: a target without a known price is refused, or allowed and not counted. Default refuse.")]
    public UnpricedTargets Unpriced { get; init; }

    [Description(
        "With hard, and tokens or spend: a request that has the provider run tools, such as a search, and does not say "
        + "how often at most is refused, or allowed and held by what shows of it. Default refuse.")]
    public UnboundedTools UnboundedTools { get; init; }

    [Description("What has a count of its own. Default all: what the budget is for shares one.")]
    public LimitPer Per { get; init; }

    [Description("What the budget is for. Absent: everything.")]
    public LimitScopeConfig? Scope { get; init; }

    [Description("Percents of the amount at which an alert goes out, above 0 to 1000, e.g. 50, 80, 100.")]
    public IReadOnlyList<decimal>? Alerts { get; init; }

    [Description("Who gets alerts: mail addresses. Absent: the contact_email of the organizations it is for.")]
    public IReadOnlyList<string>? Recipients { get; init; }

    [Description(
        "Language of alerts to recipients and webhooks, and to organizations that name none, BCP 47. Default en.")]
    public string Language { get; set; } = "en";

    [Description("Where each alert is posted to as JSON besides.")]
    public IReadOnlyList<NoticeWebhookConfig>? Webhooks { get; init; }

    [Description(
        "On several nodes, while the counters can't be reached: refuse beyond what the node was given, share the "
        + "amount equally, or allow. Default refuse.")]
    public WhenCountersLost WhenCountersLost { get; init; }
}

/// <summary>What a budget does to requests.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BudgetEnforcement>))]
public enum BudgetEnforcement
{
    Hard,
    Soft,
}

/// <summary>What a hard budget does about a target whose price nobody gave.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<UnpricedTargets>))]
public enum UnpricedTargets
{
    Refuse,
    Allow,
}

/// <summary>
/// What a hard limit does about a request whose input grows by tools that the provider runs, nobody knows how often.
/// </summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<UnboundedTools>))]
public enum UnboundedTools
{
    Refuse,

    /// <summary>It is served; what its tools bring is counted afterwards.</summary>
    Allow,
}
