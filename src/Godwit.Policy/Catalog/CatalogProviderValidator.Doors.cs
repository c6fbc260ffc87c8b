using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <content>Further wire formats of a provider.</content>
public static partial class CatalogProviderValidator
{
    private static void CheckDoors(CatalogProvider entry, Context context)
    {
        CheckPaths("stream_operations", entry.StreamOperations, entry, context);
        var spoken = new HashSet<Dialect> { entry.Dialect };
        for (var i = 0; i < entry.Doors.Count; i++)
        {
            var (door, key) = (entry.Doors[i], $"doors[{i}]");
            if (!spoken.Add(door.Dialect))
                context.Add($"{key}.dialect", "is that of the provider or of another door", "one door per dialect");
            if (door.Auth is { Scheme: CredentialScheme.Header, Header: null })
                context.Add($"{key}.auth.header", "is missing: the scheme is header", "a header's name");
            if (door.Operations.Count == 0)
                context.Add($"{key}.operations", "is empty", "at least one operation and its path");
            CheckPaths($"{key}.operations", door.Operations, entry, context);
            CheckPaths($"{key}.stream_operations", door.StreamOperations, entry, context);
            foreach (var (region, url) in door.BaseUrls ?? new Dictionary<string, string>())
                CheckDoorUrl($"{key}.base_urls.{region}", region, url, entry, context);
        }
    }

    private static void CheckDoorUrl(
        string key, string region, string url, CatalogProvider entry, Context context)
    {
        CheckPlaceholders(key, url, entry, context);
        if (entry.Regions.All(r => r.Name != region))
            context.Add(key, $"there is no region '{region}'", [.. entry.Regions.Select(r => r.Name)]);
        if (!TextRules.IsHttpUrl(Placeholder.Replace(url, "x")) && !url.StartsWith('{'))
            context.Add(key, $"'{url}' is not an absolute URL", "an http or https URL");
    }

    private static void CheckPaths(
        string key, IReadOnlyDictionary<Operation, string>? paths, CatalogProvider entry, Context context)
    {
        foreach (var (operation, path) in paths ?? new Dictionary<Operation, string>())
        {
            CheckPlaceholders($"{key}.{Name(operation)}", path, entry, context);
            if (!path.StartsWith('/'))
                context.Add($"{key}.{Name(operation)}", $"'{path}' is not a path", "a path that begins with /");
        }
    }
}
