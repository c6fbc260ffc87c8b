namespace Godwit.Control.Grants;

/// <summary>How a grant will end, if it is used on as it was.</summary>
/// <param name="PerDay">What was used a day.</param>
/// <param name="RunsOutAt">When nothing will be left; null when it ends before, or is not used.</param>
/// <param name="ExpiresUnused">What will be left when it ends; null when it runs out before, or has no end.</param>
internal sealed record GrantForecast(decimal PerDay, DateTimeOffset? RunsOutAt, long? ExpiresUnused)
{
    /// <summary>How long back use is looked at.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    // A grant of an hour ago tells little: its use is taken for that of an hour at least.
    private static readonly TimeSpan Least = TimeSpan.FromHours(1);

    // Beyond some thousand years it is as good as never.
    private const decimal MostDays = 1_000_000;

    /// <summary>Makes the forecast.</summary>
    /// <param name="available">What is left.</param>
    /// <param name="used">What was used within the window.</param>
    /// <param name="since">When the grant was first known; null for longer ago than the window.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="endTicks">First instant it can't be used; <see cref="long.MaxValue"/> for none.</param>
    public static GrantForecast Of(
        long available, long used, DateTimeOffset? since, DateTimeOffset now, long endTicks)
    {
        var seen = since is { } first && now - first < Window ? now - first : Window;
        var perDay = (decimal)used * TimeSpan.TicksPerDay / (seen < Least ? Least : seen).Ticks;
        var ends = endTicks != long.MaxValue;
        if (available <= 0 || used <= 0)
            return new GrantForecast(perDay, null, ends ? Math.Max(0, available) : null);
        var daysToEnd = ends ? (decimal)Math.Max(0, endTicks - now.UtcTicks) / TimeSpan.TicksPerDay : MostDays;
        var daysToNothing = available / perDay;
        if (daysToNothing < daysToEnd)
        {
            return new GrantForecast(
                perDay, now.ToUniversalTime().AddTicks((long)(daysToNothing * TimeSpan.TicksPerDay)), null);
        }

        return new GrantForecast(
            perDay, null, ends ? available - (long)Math.Min(available, decimal.Floor(perDay * daysToEnd)) : null);
    }
}
