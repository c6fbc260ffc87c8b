using System.Collections.Immutable;
using Godwit.Policy.Configuration;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Grants;

/// <summary>Compiles Grant resources.</summary>
public static class GrantRulesCompiler
{
    /// <summary>What stands before a grant's name in charges and counters.</summary>
    public const string AccountPrefix = "grant/";

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
            Renews = spec.Renews,
            TimeZone = spec.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : TimeZoneInfo.Utc,
        };
    }
}
