using System.Text.RegularExpressions;
using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>
/// Makes the URLs requests are sent to: base URL, operation's path, and what stands for their placeholders.
/// </summary>
internal static partial class ProviderEndpoints
{
    // Paths of OpenAI's API, for providers that are described without a catalog entry.
    private static readonly Dictionary<Operation, string> OpenAIPaths = new()
    {
        [Operation.Chat] = "/chat/completions",
        [Operation.TextCompletion] = "/completions",
        [Operation.Embeddings] = "/embeddings",
    };

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

    /// <summary>The URL of each operation the provider and the model both offer.</summary>
    /// <param name="provider">The resource.</param>
    /// <param name="entry">Its catalog entry.</param>
    /// <param name="model">The model asked for.</param>
    /// <param name="variables">Values from outside, by the name of their environment variable.</param>
    public static IEnumerable<KeyValuePair<Operation, Uri>> Of(
        ProviderConfig provider, CatalogProvider? entry, OfferedModel model, Func<string, string?> variables)
    {
        var paths = entry?.Operations ?? OpenAIPaths;
        foreach (var operation in model.Operations.Distinct())
        {
            if (!paths.TryGetValue(operation, out var path))
                continue;
            var filled = Placeholder.Replace(
                BaseUrl(provider, entry).TrimEnd('/') + path,
                match => Value(match.Groups[1].Value, provider, entry, model, variables));
            if (Uri.TryCreate(filled, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
                yield return new(operation, uri);
        }
    }

    /// <summary>Text of a catalog entry with its placeholders filled.</summary>
    public static string Fill(
        string template, ProviderConfig provider, CatalogProvider? entry, Func<string, string?> variables) =>
        Placeholder.Replace(template, match => Variable(match.Groups[1].Value, provider, entry, variables));

    private static string BaseUrl(ProviderConfig provider, CatalogProvider? entry) => provider.BaseUrl
        ?? entry?.Regions.FirstOrDefault(r => provider.Region is null || r.Name == provider.Region)?.BaseUrl
        ?? "";

    private static string Value(
        string name, ProviderConfig provider, CatalogProvider? entry, OfferedModel model, Func<string,
        string?> variables)
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
