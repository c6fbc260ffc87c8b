using System.Text.Json;
using Godwit.Policy.Configuration;
using Godwit.Policy.Grants;
using Godwit.Policy.Pricing;
using Godwit.Policy.Snapshot;

namespace Godwit.Policy.Routing;

/// <summary>Compiles the routes people wrote, and those that follow from the providers' models.</summary>
internal static class RouteTableCompiler
{
    /// <summary>The table of all routes.</summary>
    /// <param name="set">The resources.</param>
    /// <param name="providers">The compiled providers, by name.</param>
    /// <param name="grants">The compiled grants, what ends first before the others.</param>
    /// <param name="variables">Values of environment variables for placeholders in URLs.</param>
    public static RouteTable Compile(
        ConfigurationSet set, IReadOnlyDictionary<string, ProviderRules> providers,
        IReadOnlyList<GrantRules> grants, Func<string, string?> variables)
    {
        var targets = CompileTargets(set, providers, grants, variables);
        var routes = new Dictionary<string, RouteRules>(StringComparer.Ordinal);
        foreach (var route in set.Routes)
        {
            routes.Add(route.Name, new RouteRules
            {
                Name = route.Name,
                Targets = [.. route.Spec.Targets.Select(t => Conditional(targets[t.Target], t.When))],
                OnFailure = route.Spec.OnFailure,
                Strict = route.Spec.Strict,
                Prefer = route.Spec.Prefer,
                OnGrantEnd = route.Spec.OnGrantEnd,
                Implied = false,
            });
        }

        // Written routes win over implied ones; among providers with one model the first by name does.
        foreach (var target in targets.Values)
            AddImplied(routes, target.Name, target);
        foreach (var target in targets.Values)
            AddImplied(routes, target.Model, target);
        return new RouteTable(routes.Values);
    }

    private static Dictionary<string, TargetRules> CompileTargets(
        ConfigurationSet set, IReadOnlyDictionary<string, ProviderRules> providers,
        IReadOnlyList<GrantRules> grants, Func<string, string?> variables)
    {
        var targets = new Dictionary<string, TargetRules>(StringComparer.Ordinal);
        var prices = new PriceScheduleCompiler(set);
        foreach (var resource in set.Providers.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var provider = providers[resource.Name];
            foreach (var model in ProviderModels.Of(resource.Spec, provider.Catalog))
            {
                var target = new TargetRules
                {
                    Provider = provider,
                    Model = model.Name,
                    ProviderModel = model.ProviderModel,
                    ProviderModelJson = JsonSerializer.SerializeToUtf8Bytes(
                        model.ProviderModel, ConfigJsonContext.Default.String),
                    When = TargetCondition.Always,
                    Doors = [.. ProviderDoors.Of(resource.Spec, provider, model, variables)],
                    Facts = model.Facts,
                    Vocabulary = model.Vocabulary,
                    RequestRules = provider.RequestRules?.For(model.ProviderModel),
                    Prices = prices.Compile(resource, provider.Catalog, model.Name, model.Facts),
                    Grants = [.. grants.Where(g => g.Provider == resource.Name && g.MatchesModel(model.Name))],
                };
                targets.Add(target.Name, target);
            }
        }

        return targets;
    }

    private static TargetRules Conditional(TargetRules target, TargetCondition when) =>
        when == target.When ? target : new TargetRules
        {
            Provider = target.Provider,
            Model = target.Model,
            ProviderModel = target.ProviderModel,
            ProviderModelJson = target.ProviderModelJson,
            When = when,
            Doors = target.Doors,
            Facts = target.Facts,
            Vocabulary = target.Vocabulary,
            RequestRules = target.RequestRules,
            Prices = target.Prices,
            Grants = target.Grants,
        };

    private static void AddImplied(Dictionary<string, RouteRules> routes, string name, TargetRules target) =>
        routes.TryAdd(name, new RouteRules
        {
            Name = name,
            Targets = [target],
            OnFailure = OnFailure.Next,
            Implied = true,
        });
}
