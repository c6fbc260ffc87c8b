using System.Globalization;
using System.Text.Json;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>Grants in words, the same on the command line and in the console.</summary>
public static class GrantText
{
    /// <summary>How it will end, as far as its use tells.</summary>
    public static string Outlook(GrantView grant) => grant.State switch
    {
        GrantState.NotBegun => $"begins at {Instant(grant.From)}",
        GrantState.Over => grant.Until is { } until ? $"over since {Instant(until)}" : "over",
        GrantState.UsedUp => grant is { Renews: not GrantRenewal.Never, PeriodUntil: { } next }
            ? $"used up; given anew at {Instant(next)}" : "used up",
        _ when grant.RunsOutAt is { } at => $"runs out at {Instant(at)}",
        _ when grant is { ExpiresUnused: { } left, PeriodUntil: { } end } =>
            $"expires at {Instant(end)} with {Amount(left)} unused",
        _ => "has no end, and was not used lately",
    };

    /// <summary>What it is counted in, and how often it is given.</summary>
    public static string Unit(GrantView grant) =>
        (grant.Currency ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(grant.Unit.ToString()).Replace('_', ' '))
        + (PeriodOf(grant.Renews) is { } period ? $" a {period}" : "");

    /// <summary>The period in which it is given, as in "each month"; null when it is given once.</summary>
    public static string? PeriodOf(GrantRenewal renews) => renews switch
    {
        GrantRenewal.Daily => "day",
        GrantRenewal.Weekly => "week",
        GrantRenewal.Monthly => "month",
        _ => null,
    };

    public static string Amount(decimal amount) => amount.ToString("#,0.#########", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
