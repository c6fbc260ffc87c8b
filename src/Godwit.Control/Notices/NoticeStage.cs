using System.Globalization;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Notices;

/// <summary>One moment, relative to the instant a policy takes effect, at which those affected are told.</summary>
/// <param name="Days">Days after that instant; negative before it.</param>
internal readonly record struct NoticeStage(int Days)
{
    /// <summary>As it is stored and written: <c>T-14</c>, <c>T-0</c>, <c>T+1</c>.</summary>
    public string Name => Days > 0
        ? string.Create(CultureInfo.InvariantCulture, $"T+{Days}")
        : string.Create(CultureInfo.InvariantCulture, $"T-{-Days}");

    /// <summary>True when the policy is in force at this stage.</summary>
    public bool InForce => Days >= 0;

    /// <summary>True when the stage lies behind the instant.</summary>
    public bool After => Days > 0;

    public DateTimeOffset At(DateTimeOffset effective) => effective.AddDays(Days);

    /// <summary>The stages of a plan, in order of time.</summary>
    public static IReadOnlyList<NoticeStage> Of(NoticePlanConfig plan)
    {
        IEnumerable<int> days = plan.LeadDays.Select(day => -day);
        return [.. (plan.AfterDays > 0 ? days.Append(plan.AfterDays) : days).Order().Select(d => new NoticeStage(d))];
    }

    public override string ToString() => Name;
}
