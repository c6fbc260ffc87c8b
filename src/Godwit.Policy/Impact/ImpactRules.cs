using System.Collections.Immutable;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Impact;

/// <summary>A configuration in which one territory policy is in force whatever the time, compiled.</summary>
public sealed class ImpactRules
{
    private readonly TerritoryPolicyConfig policy;
    private readonly Dictionary<string, bool> inScope = new(StringComparer.Ordinal);

    private ImpactRules(
        Resource<TerritoryPolicyConfig> policy, GatewaySnapshot snapshot, DateTimeOffset at)
    {
        this.policy = policy.Spec;
        Alone = [.. snapshot.Providers.SelectMany(p => p.Territories).Where(r => r.Name == policy.Name).Take(1)];
        Snapshot = snapshot;
        At = at;
        Targets = snapshot.Routes.All.SelectMany(route => route.Targets).DistinctBy(target => target.Name)
            .ToDictionary(target => target.Name, StringComparer.Ordinal);
        foreach (var provider in snapshot.Providers)
            inScope[provider.Name] = provider.Territories.Any(rules => rules.Name == policy.Name);
    }

    /// <summary>The policy by itself; nothing when no configured provider is in its scope.</summary>
    public ImmutableArray<TerritoryRules> Alone { get; }

    /// <summary>Everything, the policy included.</summary>
    public GatewaySnapshot Snapshot { get; }

    /// <summary>Every target of the configuration, by <c>provider/model</c>.</summary>
    public IReadOnlyDictionary<string, TargetRules> Targets { get; }

    /// <summary>The instant that other policies and exemptions are asked for.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Compiles a valid configuration that holds the policy.</summary>
    /// <param name="set">The configuration.</param>
    /// <param name="catalog">The catalog it was validated with.</param>
    /// <param name="name">Name of the policy.</param>
    /// <param name="now">The present: a policy that comes into force later is asked for that instant.</param>
    /// <param name="variables">Values of environment variables for placeholders in URLs.</param>
    public static ImpactRules Compile(
        ConfigurationSet set, CatalogSet catalog, string name, DateTimeOffset now,
        Func<string, string?>? variables = null)
    {
        var policy = set.TerritoryPolicies.First(p => p.Name == name);
        var inForce = policy with { Spec = policy.Spec with { Effective = null } };
        var assumed = set with
        {
            TerritoryPolicies = [.. set.TerritoryPolicies.Select(p => p.Name == name ? inForce : p)],
        };
        var snapshot = SnapshotCompiler.Compile(assumed, catalog, _ => null, 0, "", now, variables);
        return new ImpactRules(
            policy, snapshot, policy.Spec.Effective?.From is { } from && from > now ? from : now);
    }

    /// <summary>True when the policy speaks for the provider, even one that is configured no more.</summary>
    internal bool AppliesTo(string provider) =>
        inScope.TryGetValue(provider, out var applies)
            ? applies
            : policy.Scope.Providers is not { } names || names.Contains(provider);
}
