using System.Collections.Immutable;
using Godwit.Policy.Calendars;
using Godwit.Policy.Configuration;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Grants;

/// <summary>Compiles Grant resources.</summary>
public static class GrantRulesCompiler
{
    /// <summary>What stands before a grant's name in charges and counters.</summary>
    public const string AccountPrefix = "grant/";

    private const string Utc = "UTC";

    /// <summary>All of them, what ends first before the others.</summary>
    public static ImmutableArray<GrantRules> Compile(ConfigurationSet set)
    {
        var organizations = PriceScheduleCompiler.OrganizationsOf(set);
        return
        [
            .. set.Grants.Select(resource => Compile(resource, organizations))
                .OrderBy(grant => grant.UntilTicks).ThenBy(grant => grant.Name, StringComparer.Ordinal),
        ];
    }

    private static GrantRules Compile(Resource<GrantConfig> resource, ImmutableArray<string> organizations)
    {
        var spec = resource.Spec;
        return new GrantRules
        {
            Name = resource.Name,
            Version = resource.Version,
            Spec = spec,
            Account = AccountPrefix + resource.Name,
            Provider = spec.Provider,
            Models = [.. spec.Models ?? []],
            ProviderAccount = spec.Account,
            Organizations = spec.Organizations is null ? default
                : [.. organizations.Select(organization => spec.Organizations.Contains(organization))],
            Unit = spec.Unit,
            Currency = spec.Currency,
            Amount = GrantAmounts.Exact(spec.Amount, spec.Unit)
                ?? throw new ArgumentException($"Grant/{resource.Name} was not validated.", nameof(resource)),
            FromTicks = spec.From.UtcTicks,
            UntilTicks = spec.Until?.UtcTicks ?? long.MaxValue,
            Calendar = CalendarOf(spec.Renews, spec.TimeZone),
        };
    }

    /// <summary>The calendar in each period of which a grant is given anew; null: it is given once.</summary>
    /// <param name="renews">How often it is given.</param>
    /// <param name="timeZone">Where the calendar is; null for UTC.</param>
    public static CalendarPeriod? CalendarOf(GrantRenewal renews, string? timeZone) => renews switch
    {
        GrantRenewal.Never => null,
        GrantRenewal.Daily => new CalendarPeriod(CalendarUnit.Day, timeZone ?? Utc),
        GrantRenewal.Weekly => new CalendarPeriod(CalendarUnit.Week, timeZone ?? Utc),
        GrantRenewal.Monthly => new CalendarPeriod(CalendarUnit.Month, timeZone ?? Utc),
        _ => throw new ArgumentOutOfRangeException(nameof(renews), renews, null),
    };
}
