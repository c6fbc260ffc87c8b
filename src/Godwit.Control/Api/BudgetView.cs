using Godwit.Policy.Calendars;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>How far budgets are used in their present periods.</summary>
public sealed record BudgetReport
{
    public required DateTimeOffset At { get; init; }

    /// <summary>What keeps mails from being sent by this node; null when nothing does.</summary>
    public string? MailObstacle { get; init; }

    /// <summary>In order of budget and of what is counted.</summary>
    public required IReadOnlyList<BudgetView> Budgets { get; init; }
}

/// <summary>One count of a budget.</summary>
public sealed record BudgetView
{
    public required string Budget { get; init; }

    /// <summary>What is counted: <c>all</c> that the budget is for, or e.g. <c>project app</c>.</summary>
    public required string Counted { get; init; }

    public required LimitUnit Unit { get; init; }

    /// <summary>ISO 4217, with spend.</summary>
    public string? Currency { get; init; }

    /// <summary>What was used, by the records that were stored: corrected costs, converted where need be.</summary>
    public required decimal Used { get; init; }

    public required decimal Amount { get; init; }

    /// <summary>What was used in percent of the amount, with two decimals, cut.</summary>
    public required decimal Percent { get; init; }

    public required BudgetEnforcement Enforcement { get; init; }

    public required CalendarUnit Period { get; init; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>First instant of the period.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>First instant of the next one, at which the count begins anew.</summary>
    public required DateTimeOffset ResetsAt { get; init; }

    /// <summary>Money that no exchange rate converts: it is not counted.</summary>
    public IReadOnlyList<UsageCost> NotConverted { get; init; } = [];

    /// <summary>Requests whose cost is not known: they are not counted.</summary>
    public long Unpriced { get; init; }

    /// <summary>The thresholds, lowest first.</summary>
    public IReadOnlyList<BudgetAlertView> Alerts { get; init; } = [];
}

/// <summary>A threshold of a budget.</summary>
/// <param name="Percent">Of the amount.</param>
/// <param name="At">When its alert was made in this period; null when it was not.</param>
public sealed record BudgetAlertView(decimal Percent, DateTimeOffset? At);
