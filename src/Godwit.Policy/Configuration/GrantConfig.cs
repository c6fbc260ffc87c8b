using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Godwit.Policy.Configuration;

/// <summary>Tokens or money that a provider gave, for which models and how long.</summary>
public sealed record GrantConfig
{
    [Description("Name of the Provider resource whose account it was given to.")]
    public required string Provider { get; init; }

    [Description("Models it is for, as in targets; * stands for any characters. Absent: all of the provider's.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description(
        "Account (or name) of the provider's credentials it was given to. Absent: whichever credential is used.")]
    public string? Account { get; init; }

    [Description(
        "What it is counted in: tokens (input and output together), input_tokens, output_tokens, or money, by the "
        + "prices in force.")]
    public required GrantUnit Unit { get; init; }

    [Description("ISO 4217, with unit money.")]
    public string? Currency { get; init; }

    [Description("How much was given, for each day, week or month where it renews.")]
    public required decimal Amount { get; init; }

    [Description("First instant it can be used.")]
    public required DateTimeOffset From { get; init; }

    [Description("First instant it can no longer be used. Absent: it has no end.")]
    public DateTimeOffset? Until { get; init; }

    [Description(
        "never: given once; daily, weekly, monthly: given anew each calendar day, week (from Monday) or month, and "
        + "what is left of the last one is lost.")]
    public GrantRenewal Renews { get; init; }

    [Description("Time zone in which its days, weeks or months begin, e.g. Asia/Shanghai. Default: UTC.")]
    public string? TimeZone { get; init; }

    [Description("Only for requests of these Organizations. Absent: for all.")]
    public IReadOnlyList<string>? Organizations { get; init; }

    [Description("Who gets it, in words.")]
    public string? Conditions { get; init; }

    [Description("Name of the catalog entry's offer it comes from; see godwit grants offers.")]
    public string? Offer { get; init; }

    [Description("Where it was promised: a contract, a page, a mail.")]
    public string? Source { get; init; }
}

/// <summary>What a grant is counted in.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<GrantUnit>))]
public enum GrantUnit
{
    /// <summary>Input and output together.</summary>
    Tokens,
    InputTokens,
    OutputTokens,
    Money,
}

/// <summary>How often a grant is given: once, or in each period of a calendar.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<GrantRenewal>))]
public enum GrantRenewal
{
    Never,
    Daily,
    Weekly,
    Monthly,
}
