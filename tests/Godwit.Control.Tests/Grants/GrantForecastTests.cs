using FsCheck.Xunit;
using Godwit.Control.Api;
using Godwit.Control.Grants;
using Godwit.Control.Storage.Grants;
using Godwit.Policy.Configuration;
using Xunit;
using static Godwit.Control.Tests.Grants.LedgerSamples;

namespace Godwit.Control.Tests.Grants;

/// <summary>When a grant runs out, or what of it expires unused.</summary>
public class GrantForecastTests
{
    private static readonly DateTimeOffset Now = Start.AddDays(30);

    [Fact]
    public void It_runs_out_where_use_goes_on_and_the_end_is_far()
    {
        var forecast = GrantForecast.Of(1000, used: 700, Start, Now, Now.AddDays(100).UtcTicks);

        Assert.Equal((100m, Now.AddDays(10), null), (forecast.PerDay, forecast.RunsOutAt, forecast.ExpiresUnused));
    }

    [Fact]
    public void It_expires_with_the_rest_where_the_end_is_near()
    {
        var forecast = GrantForecast.Of(1000, used: 700, Start, Now, Now.AddDays(4).UtcTicks);

        Assert.Equal((null, 600L), (forecast.RunsOutAt, forecast.ExpiresUnused));
    }

    [Fact]
    public void Use_of_a_young_grant_is_that_of_its_days_and_of_an_hour_at_least()
    {
        Assert.Equal(350m, GrantForecast.Of(1000, 700, Now.AddDays(-2), Now, long.MaxValue).PerDay);
        Assert.Equal(240m, GrantForecast.Of(1000, 10, Now, Now, long.MaxValue).PerDay);
    }

    [Fact]
    public void A_grant_by_the_day_runs_out_or_expires_within_its_day()
    {
        var grant = Grant("g", 1000, renews: GrantRenewal.Daily);
        var noon = Start.AddDays(30).AddHours(12);
        var balance = new GrantBalance("g", Start.AddDays(30).UtcTicks)
        {
            [GrantAccount.Provider] = -1000, [GrantAccount.Available] = 400, [GrantAccount.Used] = 600,
        };

        var slow = GrantViews.Of(grant, [balance], usedLately: 2800, Start, noon);
        var fast = GrantViews.Of(grant, [balance], usedLately: 14_000, Start, noon);

        Assert.Equal((Start.AddDays(30), Start.AddDays(31)), (slow.PeriodFrom, slow.PeriodUntil));
        Assert.Equal((400m, 200m, null), (slow.UsedPerDay, slow.ExpiresUnused, slow.RunsOutAt));
        Assert.Equal((null, noon.AddHours(4).AddMinutes(48)), (fast.ExpiresUnused, fast.RunsOutAt));
        Assert.Equal("tokens a day", GrantText.Unit(slow));
    }

    [Fact]
    public void What_is_not_used_expires_whole_and_what_has_no_end_never()
    {
        Assert.Equal(
            new GrantForecast(0, null, 1000), GrantForecast.Of(1000, 0, Start, Now, Now.AddDays(4).UtcTicks));
        Assert.Equal(new GrantForecast(0, null, null), GrantForecast.Of(1000, 0, Start, Now, long.MaxValue));
        Assert.Equal(0, GrantForecast.Of(-5, 0, Start, Now, Now.AddDays(4).UtcTicks).ExpiresUnused);
        Assert.Null(GrantForecast.Of(long.MaxValue, 1, Start, Now, long.MaxValue).RunsOutAt);
    }

    [Property(MaxTest = 500)]
    public void It_either_runs_out_before_the_end_or_leaves_something_between_nothing_and_all(
        uint available, uint used, ushort hours)
    {
        var end = Now.AddHours(hours + 1);

        var forecast = GrantForecast.Of(available, used, Start, Now, end.UtcTicks);

        Assert.NotEqual(forecast.RunsOutAt is null, forecast.ExpiresUnused is null);
        if (forecast.RunsOutAt is { } at)
            Assert.InRange(at, Now, end);
        else
            Assert.InRange(forecast.ExpiresUnused!.Value, 0, available);
    }
}
