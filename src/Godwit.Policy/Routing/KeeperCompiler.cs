using System.Collections.Frozen;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Snapshot;

namespace Godwit.Policy.Routing;

/// <summary>
/// Compiles the routes to providers that keep something. Only a catalog entry says that a provider does: a server that
/// merely speaks the dialect usually keeps nothing.
/// </summary>
internal static class KeeperCompiler
{
    // As a JSON string, like other models' names; nothing is ever replaced by it.
    private static readonly byte[] NoModel = "\"\""u8.ToArray();

    public static FrozenDictionary<string, RouteRules> Compile(
        ConfigurationSet set, IReadOnlyDictionary<string, ProviderRules> providers, Func<string, string?> variables)
    {
        var keepers = new Dictionary<string, RouteRules>(StringComparer.Ordinal);
        foreach (var resource in set.Providers)
        {
            var provider = providers[resource.Name];
            if (provider is not { Catalog: { } entry, Dialect: Dialect.OpenAIChat }
                || DoorOf(resource.Spec, entry, variables) is not { } door)
                continue;
            keepers.Add(resource.Name, new RouteRules
            {
                Name = resource.Name,
                Targets =
                [
                    new TargetRules
                    {
                        Provider = provider,
                        Model = "",
                        ProviderModel = "",
                        ProviderModelJson = NoModel,
                        When = TargetCondition.Always,
                        Doors = [door],
                    },
                ],
                OnFailure = OnFailure.Stop,
                Implied = true,
            });
        }

        return keepers.ToFrozenDictionary();
    }

    private static DoorRules? DoorOf(
        ProviderConfig provider, CatalogProvider entry, Func<string, string?> variables)
    {
        var nothing = new OfferedModel("", "", Operations.Kept, null, null);
        var paths = ProviderEndpoints.MainPaths(provider, entry);
        var endpoints = new ProviderEndpoints(provider, entry, nothing, variables)
            .Of(paths.BaseUrl, paths.Operations).ToFrozenDictionary();
        return endpoints.Count == 0 ? null : new DoorRules
        {
            Dialect = entry.Dialect,
            Endpoints = endpoints,
            StreamEndpoints = FrozenDictionary<Operation, Uri>.Empty,
        };
    }
}
