using System.Text.RegularExpressions;
using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>
/// Makes the URLs requests are sent to: base URL, operation's path, and what stands for their placeholders.
/// </summary>
/// <param name="provider">The resource.</param>
/// <param name="entry">Its catalog entry.</param>
/// <param name="model">The model asked for.</param>
/// <param name="variables">Values from outside, by the name of their environment variable.</param>
internal sealed partial class ProviderEndpoints(
    ProviderConfig provider, CatalogProvider? entry, OfferedModel model, Func<string, string?> variables)
{
    /// <summary>Placeholders of the URLs that nothing gives a value.</summary>
    /// <param name="provider">The resource.</param>
    /// <param name="entry">Its catalog entry.</param>
    /// <param name="variables">
    /// Values of environment variables; null when they are not known here and count as set.
    /// </param>
    public static IEnumerable<string> MissingVariables(
        ProviderConfig provider, CatalogProvider entry, Func<string, string?>? variables)
    {
        var templates = entry.Operations.Values.Prepend(BaseUrl(provider, entry));
        return templates.SelectMany(t => Placeholder.Matches(t)).Select(m => m.Groups[1].Value).Distinct()
            .Where(name => name is not ("model" or "deployment")
                && provider.Variables?.ContainsKey(name) != true
                && !IsGivenElsewhere(entry.Variables.FirstOrDefault(v => v.Name == name), variables));
    }

    private static bool IsGivenElsewhere(CatalogVariable? variable, Func<string, string?>? variables) => variable switch
    {
        null => false,
        { Default: not null } => true,
        { Env: { } env } => variables is null || !string.IsNullOrEmpty(variables(env)),
        _ => false,
    };

    /// <summary>Where the provider's main operations lie.</summary>
    public static DoorPaths MainPaths(ProviderConfig provider, CatalogProvider? entry) => entry is null
        ? DialectPaths.Of(provider.Dialect ?? Dialect.OpenAIChat, BaseUrl(provider, entry))
        : new(BaseUrl(provider, entry), entry.Operations, entry.StreamOperations);

    /// <summary>
    /// The base URL of a further door; null when it can't be known, because the resource points elsewhere than the
    /// catalog: a credential goes to no host that nobody named.
    /// </summary>
    public string? BaseUrlOf(CatalogDoor door)
    {
        if (provider.DoorUrls?.TryGetValue(door.Dialect, out var given) == true)
            return given;
        if (door.BaseUrls is not { } urls)
            return BaseUrl(provider, entry);
        var region = provider.Region ?? entry!.Regions[0].Name;
        return provider.BaseUrl is null && urls.TryGetValue(region, out var url) ? url : null;
    }

    /// <summary>The URL of each operation that the model and the paths both offer.</summary>
    public IEnumerable<KeyValuePair<Operation, Uri>> Of(
        string baseUrl, IReadOnlyDictionary<Operation, string> paths)
    {
        foreach (var (operation, path) in paths)
        {
            // Counting is offered with whatever can be asked: no model is listed for it.
            if (model.Operations.Contains(operation == Operation.CountTokens ? Operation.Chat : operation)
                && UrlOf(baseUrl, path) is { } uri)
                yield return new(operation, uri);
        }
    }

    private Uri? UrlOf(string baseUrl, string path)
    {
        var filled = Placeholder.Replace(baseUrl.TrimEnd('/') + path, match => Value(match.Groups[1].Value));
        return Uri.TryCreate(filled, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
    }

    /// <summary>Text of a catalog entry with its placeholders filled.</summary>
    public static string Fill(
        string template, ProviderConfig provider, CatalogProvider? entry, Func<string, string?> variables) =>
        Placeholder.Replace(template, match => Variable(match.Groups[1].Value, provider, entry, variables));

    /// <summary>The cloud's name of the place that requests go to; null when that is not known.</summary>
    public static string? CloudRegionOf(
        ProviderConfig provider, CatalogProvider? entry, Func<string, string?> variables) =>
        provider.BaseUrl is not null || RegionOf(provider, entry) is not { } region ? null
        : region.CloudRegion is not { } name ? region.Name
        : Fill(name, provider, entry, variables) is var filled && Placeholder.IsMatch(filled) ? null
        : filled;

    /// <summary>The region of the catalog entry that a resource names, or the first; null when there is none.</summary>
    public static CatalogRegion? RegionOf(ProviderConfig provider, CatalogProvider? entry) =>
        entry?.Regions.FirstOrDefault(r => provider.Region is null || r.Name == provider.Region);

    private static string BaseUrl(ProviderConfig provider, CatalogProvider? entry) =>
        provider.BaseUrl ?? RegionOf(provider, entry)?.BaseUrl ?? "";

    private string Value(string name)
    {
        if (name is "model" or "deployment")
            return Uri.EscapeDataString(model.ProviderModel);
        return Variable(name, provider, entry, variables);
    }

    private static string Variable(
        string name, ProviderConfig provider, CatalogProvider? entry, Func<string, string?> variables)
    {
        if (provider.Variables?.TryGetValue(name, out var given) == true)
            return given.TrimEnd('/');
        var variable = entry?.Variables.FirstOrDefault(v => v.Name == name);
        var found = variable?.Env is { } env ? variables(env) : null;
        // An unfilled placeholder leaves no legal host or a path with braces: the operation is then not offered.
        return (found ?? variable?.Default)?.TrimEnd('/') ?? "{" + name + "}";
    }

    [GeneratedRegex(@"\{([a-z0-9_]+)\}")]
    private static partial Regex Placeholder { get; }
}
