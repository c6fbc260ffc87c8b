using System.Collections.Frozen;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Snapshot;

namespace Godwit.Policy.Routing;

/// <summary>Compiles the doors of one model of a provider: the main one first, then the further ones.</summary>
internal static class ProviderDoors
{
    public static IEnumerable<DoorRules> Of(
        ProviderConfig provider, ProviderRules rules, OfferedModel model, Func<string, string?> variables)
    {
        var urls = new ProviderEndpoints(provider, rules.Catalog, model, variables);
        yield return Door(rules.Dialect, urls, ProviderEndpoints.MainPaths(provider, rules.Catalog), null);
        foreach (var door in rules.Catalog?.Doors ?? [])
        {
            if (door.Models?.Contains(model.ProviderModel) != false && urls.BaseUrlOf(door) is { } baseUrl)
                yield return Door(door.Dialect, urls, new(baseUrl, door.Operations, door.StreamOperations),
                    door.Auth, door.ForTranslation);
        }

        if (rules.Catalog is not null)
            yield break;
        foreach (var (dialect, baseUrl) in provider.DoorUrls ?? new Dictionary<Dialect, string>())
        {
            if (dialect != rules.Dialect)
                yield return Door(dialect, urls, DialectPaths.Of(dialect, baseUrl), null);
        }
    }

    private static DoorRules Door(
        Dialect dialect, ProviderEndpoints urls, DoorPaths paths, CatalogAuth? auth, bool forTranslation = false) =>
        new()
    {
        Dialect = dialect,
        Endpoints = urls.Of(paths.BaseUrl, paths.Operations).ToFrozenDictionary(),
        StreamEndpoints = urls.Of(paths.BaseUrl, paths.StreamOperations ?? new Dictionary<Operation, string>())
            .ToFrozenDictionary(),
        Auth = auth,
        ForTranslation = forTranslation,
    };
}
