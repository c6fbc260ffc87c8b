using Godwit.Control.Api;
using Godwit.Control.Storage.Grants;
using Godwit.Policy.Configuration;
using Godwit.Policy.Grants;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Grants;

/// <summary>Grants and their ledger as people and the data plane read them.</summary>
internal static class GrantViews
{
    /// <summary>A grant with what the ledger says of it.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="balances">The balances of its periods.</param>
    /// <param name="usedLately">What was used within <see cref="GrantForecast.Window"/>.</param>
    /// <param name="since">When it was entered first; null when it never was.</param>
    /// <param name="now">The present instant.</param>
    public static GrantView Of(
        GrantRules grant, IReadOnlyList<GrantBalance> balances, long usedLately, DateTimeOffset? since,
        DateTimeOffset now)
    {
        var period = grant.PeriodOf(now.UtcTicks);
        var balance = balances.FirstOrDefault(b => b.Period == period.StartTicks)
            ?? new GrantBalance(grant.Name, period.StartTicks);
        decimal Shown(long amount) => GrantAmounts.Shown(amount, grant.Unit);
        var view = Terms(grant) with
        {
            State = StateOf(grant, balance, now),
            PeriodFrom = Instant(Math.Max(period.StartTicks, grant.FromTicks)),
            PeriodUntil = Instant(period.EndTicks),
            Given = Shown(balance.Given),
            Available = Shown(balance.Available),
            Reserved = Shown(balance.Reserved),
            Used = Shown(balance.Used),
            Expired = Shown(balance.Expired),
            Corrected = Shown(balance.Corrected + balance.Denied),
            UsedInAll = Shown(balances.Sum(b => b.Used)),
            ExpiredInAll = Shown(balances.Sum(b => b.Expired)),
        };
        if (!grant.IsLive(now.UtcTicks))
            return view;
        var forecast = GrantForecast.Of(balance.Available, usedLately, since, now, period.EndTicks);
        return view with
        {
            UsedPerDay = grant.Unit == GrantUnit.Money
                ? decimal.Round(forecast.PerDay / NanoUnits.PerUnit, 9) : decimal.Round(forecast.PerDay),
            RunsOutAt = forecast.RunsOutAt,
            ExpiresUnused = forecast.ExpiresUnused is { } left ? Shown(left) : null,
        };
    }

    /// <summary>A row of the ledger.</summary>
    /// <param name="entry">The row.</param>
    /// <param name="grant">The grant; null when it is no more, and its unit not known.</param>
    public static GrantEntryView Of(GrantEntry entry, GrantRules? grant)
    {
        var row = entry.Transaction;
        return new GrantEntryView
        {
            Seq = entry.Seq,
            Id = row.Id,
            At = row.At,
            Period = row.Period == 0 ? null : Instant(row.Period),
            Kind = row.Kind.ToString().ToLowerInvariant(),
            From = row.Debit.ToString().ToLowerInvariant(),
            To = row.Credit.ToString().ToLowerInvariant(),
            Amount = grant is null ? row.Amount : GrantAmounts.Shown(row.Amount, grant.Unit),
            Requests = row.Requests,
            Note = row.Note,
        };
    }

    private static GrantView Terms(GrantRules grant) => new()
    {
        Name = grant.Name,
        Provider = grant.Provider,
        Models = grant.Spec.Models,
        Account = grant.ProviderAccount,
        Organizations = grant.Spec.Organizations,
        Unit = grant.Unit,
        Currency = grant.Currency,
        Amount = grant.Spec.Amount,
        From = grant.Spec.From,
        Until = grant.Spec.Until,
        Renews = grant.Spec.Renews,
        TimeZone = grant.Spec.TimeZone,
        Conditions = grant.Spec.Conditions,
        Offer = grant.Spec.Offer,
        Source = grant.Spec.Source,
    };

    private static GrantState StateOf(GrantRules grant, GrantBalance balance, DateTimeOffset now) =>
        now.UtcTicks < grant.FromTicks ? GrantState.NotBegun
        : now.UtcTicks >= grant.UntilTicks ? GrantState.Over
        : balance is { Given: > 0, Available: <= 0 } ? GrantState.UsedUp
        : GrantState.Live;

    private static DateTimeOffset? Instant(long ticks) =>
        ticks >= DateTimeOffset.MaxValue.UtcTicks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
