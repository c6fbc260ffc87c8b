using FsCheck.Xunit;
using Godwit.Control.Grants;
using Godwit.Control.Storage.Grants;
using Godwit.Policy.Configuration;
using Godwit.Policy.Grants;
using Xunit;
using static Godwit.Control.Tests.Grants.LedgerSamples;

namespace Godwit.Control.Tests.Grants;

/// <summary>What the ledger lacks of what configuration and time demand.</summary>
public class GrantReconciliationTests
{
    private static readonly DateTimeOffset July = Start;
    private static readonly DateTimeOffset August = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_grant_is_given_when_it_begins_and_what_is_left_expires_when_it_ends()
    {
        var grant = Grant("g", until: August);

        Assert.Empty(Missing(July.AddTicks(-1), [grant]));
        Assert.Equal(["granted 1000"], Missing(July, [grant]));
        Assert.Equal(["expired 400"], Missing(August, [grant], Balance("g", given: 1000, used: 600)));
        Assert.Empty(Missing(August, [grant], Balance("g", given: 1000, used: 600, expired: 400)));
    }

    [Theory]
    [InlineData(GrantRenewal.Monthly)]
    [InlineData(GrantRenewal.Daily)]
    public void A_period_is_given_anew_and_what_is_left_of_the_last_is_lost(GrantRenewal renews)
    {
        var grant = Grant("g", renews: renews);

        Assert.Equal(
            ["granted 1000", "expired 900"],
            Missing(August, [grant], Balance("g", given: 1000, used: 100, period: July.UtcTicks)));
    }

    [Fact]
    public void A_day_is_given_once_however_often_it_is_looked_at()
    {
        var grant = Grant("g", renews: GrantRenewal.Daily);
        var noon = July.AddDays(3).AddHours(12);

        Assert.Equal(["granted 1000"], Missing(noon, [grant]));
        Assert.Empty(Missing(
            noon.AddHours(11), [grant], Balance("g", given: 1000, used: 300, period: July.AddDays(3).UtcTicks)));
        Assert.Equal(
            ["granted 1000", "expired 700"],
            Missing(
                noon.AddHours(12), [grant],
                Balance("g", given: 1000, used: 300, period: July.AddDays(3).UtcTicks)));
    }

    [Fact]
    public void An_amount_that_is_raised_or_lowered_gives_the_difference()
    {
        Assert.Equal(["granted 500"], Missing(July, [Grant("g", 1500)], Balance("g", given: 1000)));
        Assert.Equal(["granted -400"], Missing(July, [Grant("g", 600)], Balance("g", given: 1000)));
        Assert.Empty(Missing(July, [Grant("g")], Balance("g", given: 1000, used: 1200)));
    }

    [Fact]
    public void What_was_used_before_the_end_and_told_after_it_did_not_expire() =>
        Assert.Equal(
            ["expired -50"],
            Missing(August, [Grant("g", until: August)], Balance("g", given: 1000, used: 650, expired: 400)));

    [Fact]
    public void An_end_that_is_put_off_brings_back_what_had_expired() =>
        Assert.Equal(
            ["expired -400"], Missing(August, [Grant("g")], Balance("g", given: 1000, used: 600, expired: 400)));

    [Fact]
    public void What_is_left_of_a_grant_that_is_removed_expires() =>
        Assert.Equal(["expired 400"], Missing(July, [], Balance("g", given: 1000, used: 600)));

    [Fact]
    public void A_period_that_no_node_saw_is_given_when_a_record_of_it_comes_late() =>
        Assert.Equal(
            ["granted 1000", "granted 1000", "expired 900"],
            Missing(
                August, [Grant("g", renews: GrantRenewal.Monthly)], Balance("g", used: 100, period: July.UtcTicks)));

    [Property(MaxTest = 500)]
    public void Once_it_is_entered_nothing_is_missing(
        short amount, short given, short used, short expired, short corrected, ushort day, byte renewal, bool removed)
    {
        var renews = (GrantRenewal)(renewal % 4);
        var grant = Grant(
            "g", Math.Max(1, (long)amount), until: August.AddDays(20),
            renews: renews);
        var now = July.AddDays(day % 90);
        List<GrantRules> grants = removed ? [] : [grant];
        var balances = new List<GrantBalance>
        {
            Balance(
                "g", given, used, Math.Abs((long)expired), corrected,
                renews == GrantRenewal.Never ? 0 : July.UtcTicks),
        };

        foreach (var row in Reconcile(now, grants, balances))
        {
            var balance = balances.Find(b => b.Period == row.Period);
            if (balance is null)
                balances.Add(balance = new GrantBalance("g", row.Period));
            balance[row.Debit] -= row.Amount;
            balance[row.Credit] += row.Amount;
        }

        Assert.Empty(Reconcile(now, grants, balances));
    }

    private static IEnumerable<string> Missing(
        DateTimeOffset now, List<GrantRules> grants, params GrantBalance[] balances) =>
        Reconcile(now, grants, balances).Select(row => FormattableString.Invariant(
            $"{row.Kind.ToString().ToLowerInvariant()} {(IsBack(row) ? -row.Amount : row.Amount)}"));

    private static bool IsBack(GrantTransaction row) => row.Kind == GrantEntryKind.Granted
        ? row.Credit == GrantAccount.Provider : row.Debit == GrantAccount.Expired;

    private static IReadOnlyList<GrantTransaction> Reconcile(
        DateTimeOffset now, List<GrantRules> grants, IReadOnlyList<GrantBalance> balances) =>
        new GrantReconciliation(now, () => "id").Missing(grants, balances);

    private static GrantBalance Balance(
        string grant, long given = 0, long used = 0, long expired = 0, long corrected = 0, long period = 0) =>
        new(grant, period)
        {
            [GrantAccount.Provider] = -given,
            [GrantAccount.Used] = used,
            [GrantAccount.Expired] = expired,
            [GrantAccount.Corrected] = corrected,
            [GrantAccount.Available] = given - used - expired - corrected,
        };
}
