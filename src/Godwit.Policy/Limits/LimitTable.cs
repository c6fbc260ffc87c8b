using System.Collections.Frozen;
using System.Collections.Immutable;
using Godwit.Policy.Calendars;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Limits;

/// <summary>Compiles RateLimits and Budgets, and says which of them a key or a target has to do with.</summary>
internal sealed class LimitTable
{
    private readonly List<(LimitRules Rules, LimitScopeConfig? Scope)> limits = [];
    private readonly Dictionary<string, string> organizations;
    private readonly IReadOnlyCollection<string> routes;

    /// <summary>Compiles the limits of a set.</summary>
    /// <param name="set">The resources, known to be right.</param>
    /// <param name="routes">Names of all routes, implied ones too.</param>
    public LimitTable(ConfigurationSet set, IReadOnlyCollection<string> routes)
    {
        this.routes = routes;
        organizations = set.Projects.ToDictionary(p => p.Name, p => p.Spec.Organization);
        foreach (var limit in set.RateLimits)
            limits.Add((Compile(limit), limit.Spec.Scope));
        foreach (var budget in set.Budgets)
            limits.Add((Compile(budget), budget.Spec.Scope));
    }

    /// <summary>All of them.</summary>
    public IEnumerable<LimitRules> All => limits.Select(l => l.Rules);

    /// <summary>Limits of a key's requests, whatever they are sent to.</summary>
    public ImmutableArray<LimitRules> OfKey(string key, string project) => [.. limits
        .Where(l => !l.Rules.OfTarget && IsFor(l.Scope, key, project)).Select(l => l.Rules)];

    /// <summary>Limits of a key's requests that count by the provider they are sent to.</summary>
    public FrozenDictionary<string, ImmutableArray<LimitRules>> OfTargets(
        string key, string project, IEnumerable<string> providers) => providers
        .Select(provider => KeyValuePair.Create(provider, limits
            .Where(l => l.Rules.OfTarget && IsFor(l.Scope, key, project)
                && l.Scope?.Providers?.Contains(provider) != false)
            .Select(l => l.Rules).ToImmutableArray()))
        .Where(pair => !pair.Value.IsEmpty)
        .ToFrozenDictionary(StringComparer.Ordinal);

    private LimitRules Compile(Resource<RateLimitConfig> resource)
    {
        var spec = resource.Spec;
        return new LimitRules
        {
            Label = $"{ResourceKind.RateLimit}/{resource.Name}",
            Version = resource.Version,
            Unit = spec.Unit,
            Most = LimitAmount.Of(spec.Limit, spec.Unit),
            Currency = spec.Currency,
            Per = spec.Per,
            AllowsUnboundedTools = spec.UnboundedTools == UnboundedTools.Allow,
            WhenCountersLost = spec.WhenCountersLost,
            WindowTicks = spec.Unit == LimitUnit.Concurrency
                ? 0 : (spec.WindowSeconds ?? 60) * TimeSpan.TicksPerSecond,
            Models = ModelsOf(spec.Scope),
            OfTarget = IsOfTarget(spec.Per, spec.Scope),
        };
    }

    private LimitRules Compile(Resource<BudgetConfig> resource)
    {
        var spec = resource.Spec;
        return new LimitRules
        {
            Label = $"{ResourceKind.Budget}/{resource.Name}",
            Version = resource.Version,
            Unit = spec.Unit,
            Most = LimitAmount.Of(spec.Amount, spec.Unit),
            Currency = spec.Currency,
            Per = spec.Per,
            Hard = spec.Enforcement == BudgetEnforcement.Hard,
            ServesUnpriced = spec.Unpriced == UnpricedTargets.Allow,
            AllowsUnboundedTools = spec.UnboundedTools == UnboundedTools.Allow,
            WhenCountersLost = spec.WhenCountersLost,
            Period = new CalendarPeriod(spec.Period, spec.TimeZone),
            Models = ModelsOf(spec.Scope),
            OfTarget = IsOfTarget(spec.Per, spec.Scope),
        };
    }

    private bool IsFor(LimitScopeConfig? scope, string key, string project) =>
        scope?.Keys?.Contains(key) != false && scope?.Projects?.Contains(project) != false
        && scope?.Organizations?.Contains(organizations[project]) != false;

    private FrozenSet<string>? ModelsOf(LimitScopeConfig? scope) => scope?.Models is { } models
        ? routes.Where(route => models.Any(model => NamePattern.Matches(model, route)))
            .ToFrozenSet(StringComparer.Ordinal)
        : null;

    private static bool IsOfTarget(LimitPer per, LimitScopeConfig? scope) =>
        per == LimitPer.Provider || scope?.Providers is not null;
}
