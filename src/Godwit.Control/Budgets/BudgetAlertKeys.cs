using System.Globalization;
using System.Text.Json;
using Godwit.Control.Notices.Outbox;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Budgets;

/// <summary>
/// What there is one alert for: a budget, a period, a count and a threshold. In the outbox it stands where policies
/// have their stages; a space, which no name has, tells the two apart.
/// </summary>
internal static class BudgetAlertKeys
{
    private const string Prefix = "budget ";

    // A budget that is edited within its period tells nothing twice.
    private const long AnyVersion = 0;

    /// <summary>The key under which it is noted that an alert was made.</summary>
    public static StageKey Of(string budget, DateTimeOffset from, decimal percent, string counted) => new(
        Prefix + budget, AnyVersion, StageOf(from, percent, counted));

    /// <summary>The stage of each message of it, told apart by whom it is for.</summary>
    public static string StageOf(DateTimeOffset from, decimal percent, string whom) => string.Create(
        CultureInfo.InvariantCulture, $"{Day(from)} {percent:0.##}% {whom}").TrimEnd();

    /// <summary>What is counted, for people: <c>all</c>, or <c>project app</c>.</summary>
    public static string CountedOf(LimitPer per, string? name) =>
        name is null ? "all" : $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(per.ToString())} {name}";

    /// <summary>Name of the budget that a message is about; null when it is about a policy.</summary>
    public static string? BudgetOf(string policy) =>
        policy.StartsWith(Prefix, StringComparison.Ordinal) ? policy[Prefix.Length..] : null;

    private static string Day(DateTimeOffset from) =>
        from.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
