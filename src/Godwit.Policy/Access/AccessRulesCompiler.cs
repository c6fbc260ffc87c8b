using System.Collections.Frozen;
using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Access;

/// <summary>Compiles organizations, projects and API keys to what a request is checked against.</summary>
internal static class AccessRulesCompiler
{
    public static AccessRules Compile(ConfigurationSet set, LimitTable limits)
    {
        var providers = set.Providers.Select(p => p.Name).ToList();
        var resellers = set.Organizations.Where(o => o.Spec.Reseller).Select(o => o.Name).ToHashSet();
        var organizations = PriceScheduleCompiler.OrganizationsOf(set);
        var projects = set.Projects.ToDictionary(
            project => project.Name,
            project => new ProjectRules
            {
                Name = project.Name,
                Organization = project.Spec.Organization,
                OrganizationIndex = organizations.IndexOf(project.Spec.Organization),
                IsReseller = resellers.Contains(project.Spec.Organization),
                Routes = project.Spec.Routes?.ToFrozenSet(StringComparer.Ordinal),
            });
        return new AccessRules(set.ApiKeys.Select(key => new ApiKeyRules
        {
            Hash = KeyHash.From(Convert.FromHexString(key.Spec.Sha256)),
            Name = key.Name,
            Project = projects[key.Spec.Project],
            ExpiresAtTicks = key.Spec.ExpiresAt?.UtcTicks ?? long.MaxValue,
            RevokedAtTicks = key.Spec.RevokedAt?.UtcTicks ?? long.MaxValue,
            Routes = key.Spec.Routes?.ToFrozenSet(StringComparer.Ordinal),
            Limits = limits.OfKey(key.Name, key.Spec.Project),
            TargetLimits = limits.OfTargets(key.Name, key.Spec.Project, providers),
        }));
    }
}
