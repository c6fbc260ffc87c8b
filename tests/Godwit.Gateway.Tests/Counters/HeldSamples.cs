using Godwit.Gateway.Counters;
using Godwit.Gateway.Journal;
using Godwit.Policy.Calendars;
using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>What requests of tests hold.</summary>
internal static class HeldSamples
{
    public static UnderWay UnderWay(Guid id) =>
        new(id, DateTimeOffset.UnixEpoch, 7, "acme", "app", "key", "gpt-4o", "openai", "gpt-4o");

    /// <summary>An amount that is held of a budget, or of places when it is of the moment.</summary>
    public static Held Of(string account, long period, long amount, bool isOfMoment = false)
    {
        var limit = new LimitRules
        {
            Label = account, Unit = isOfMoment ? LimitUnit.Concurrency : LimitUnit.Tokens, Most = long.MaxValue,
            Per = LimitPer.All, WhenCountersLost = WhenCountersLost.Refuse,
            Period = isOfMoment ? null : new CalendarPeriod(CalendarUnit.Month, "UTC"),
        };
        return new Held(
            new LocalCeilings().MeterOf(account, new AccountShape(1, TimeSpan.FromDays(1), Vanishes: false)), limit,
            null, period, amount);
    }
}
