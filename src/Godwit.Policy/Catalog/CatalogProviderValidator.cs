using System.Text.RegularExpressions;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Catalog;

/// <summary>Checks what a catalog entry means, after its shape is known to be right.</summary>
public static partial class CatalogProviderValidator
{
    /// <summary>Adds an error for everything that is wrong in the entry.</summary>
    public static void Validate(CatalogProvider entry, DocumentNode node, List<ConfigurationError> errors)
    {
        var context = new Context($"catalog/{entry.Name}", node, errors);
        if (!Names.IsLegal(entry.Name) || entry.Name.Contains('/', StringComparison.Ordinal))
            context.Add("name", $"'{entry.Name}' is not a legal name", Names.Accepted + ", without /");
        CheckAuth("auth", entry.Auth, entry, context);
        for (var i = 0; i < entry.AlternativeAuth.Count; i++)
            CheckAuth($"alternative_auth[{i}]", entry.AlternativeAuth[i], entry, context);
        CheckRegions(entry, context);
        CheckOperations(entry, context);
        CheckDoors(entry, context);
        CheckTerritories(entry.Territories, context);
        CheckParameters(entry.Parameters, context);
        CheckRateLimitHeaders(entry.RateLimitHeaders, context);
        CheckModels(entry, context);
        CheckGrants(entry, context);
        CheckDistinct("variables", entry.Variables.Select(v => v.Name), context);
    }

    private static void CheckAuth(string key, CatalogAuth auth, CatalogProvider entry, Context context)
    {
        if (auth is { Scheme: CredentialScheme.Header, Header: null })
            context.Add($"{key}.header", "is missing: the scheme is header", "a header's name, e.g. api-key");
        if (auth is { Scheme: CredentialScheme.Tc3HmacSha256, Version: null })
            context.Add($"{key}.version", "is missing: the scheme is tc3_hmac_sha256", "a version, e.g. 2023-09-01");
        if (auth.Authority is { } authority && !TextRules.IsSafeUrl(authority))
            context.Add($"{key}.authority", $"'{authority}' is not an https URL", "an https URL");
        CheckPlaceholders($"{key}.cloud_region", auth.CloudRegion ?? "", entry, context);
        if (entry.AlternativeAuth.Prepend(entry.Auth).Count(other => other.Scheme == auth.Scheme) > 1)
            context.Add($"{key}.scheme", "is there twice");
    }

    private static void CheckRegions(CatalogProvider entry, Context context)
    {
        if (entry.Regions.Count == 0)
            context.Add("regions", "is an empty list", "at least one region");
        CheckDistinct("regions", entry.Regions.Select(r => r.Name), context);
        for (var i = 0; i < entry.Regions.Count; i++)
        {
            var region = entry.Regions[i];
            CheckPlaceholders($"regions[{i}].base_url", region.BaseUrl, entry, context);
            CheckPlaceholders($"regions[{i}].cloud_region", region.CloudRegion ?? "", entry, context);
            if (!TextRules.IsHttpUrl(Placeholder.Replace(region.BaseUrl, "x"))
                && !region.BaseUrl.StartsWith('{'))
                context.Add(
                    $"regions[{i}].base_url", $"'{region.BaseUrl}' is not an absolute URL", "an http or https URL");
            if (region.Territory is { } territory && !TerritoryText.IsKnownTerritory(territory))
                context.Add($"regions[{i}].territory", $"'{territory}' is not a territory", "an ISO 3166-1 code");
        }
    }

    private static void CheckOperations(CatalogProvider entry, Context context)
    {
        if (entry.Operations.Count == 0)
            context.Add("operations", "is empty", "at least one operation and its path");
        CheckPaths("operations", entry.Operations, entry, context);
    }

    private static void CheckPlaceholders(string key, string text, CatalogProvider entry, Context context)
    {
        foreach (Match match in Placeholder.Matches(text))
        {
            var name = match.Groups[1].Value;
            if (name is not ("model" or "deployment") && entry.Variables.All(v => v.Name != name))
                context.Add(key, $"there is no variable '{name}'", [.. entry.Variables.Select(v => v.Name), "model"]);
        }
    }

    private static void CheckTerritories(CatalogTerritories territories, Context context)
    {
        if (territories.Status == TerritoryListStatus.Listed && territories.Countries.Count == 0)
            context.Add("territories.countries", "is empty though status is listed", "ISO 3166-1 codes");
        if (territories.Status == TerritoryListStatus.Unknown && territories.Countries.Count > 0)
            context.Add("territories.status", "'unknown' stands beside a list of countries", "listed");
        CheckDistinct("territories.countries", territories.Countries, context);
        for (var i = 0; i < territories.Countries.Count; i++)
        {
            if (!TerritoryText.IsKnownTerritory(territories.Countries[i]))
                context.Add($"territories.countries[{i}]", $"'{territories.Countries[i]}' is not a territory",
                    "an ISO 3166-1 code");
        }

        for (var i = 0; i < territories.ExcludedSubdivisions.Count; i++)
        {
            var code = territories.ExcludedSubdivisions[i];
            if (code.Length == 2 || !TerritoryText.IsKnown(code))
                context.Add(
                    $"territories.excluded_subdivisions[{i}]", $"'{code}' is not a subdivision", "an ISO 3166-2 code");
        }
    }

    private static void CheckModels(CatalogProvider entry, Context context)
    {
        CheckDistinct("models", entry.Models.Select(m => m.Name), context);
        for (var i = 0; i < entry.Models.Count; i++)
        {
            CheckPrices($"models[{i}].prices", entry.Models[i].Prices, entry, context);
            if (entry.Models[i].Pictures is { MostTokens: <= 0 and var most })
                context.Add($"models[{i}].pictures.most_tokens", $"{most} is out of range", "above 0");
        }
    }

    private static void CheckDistinct(string key, IEnumerable<string> names, Context context)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var i = 0;
        foreach (var name in names)
        {
            if (!seen.Add(name))
                context.Add($"{key}[{i}]", $"'{name}' is listed twice");
            i++;
        }
    }

    private static string Name(Operation operation) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(operation.ToString());

    [GeneratedRegex(@"\{([a-z0-9_]+)\}")]
    private static partial Regex Placeholder { get; }

    private sealed record Context(string Resource, DocumentNode Node, List<ConfigurationError> Errors)
    {
        public void Add(string path, string message, params IReadOnlyList<string> accepted) =>
            Errors.Add(ConfigurationError.At(Node.Nearest(path), Resource, path, message, accepted));
    }
}
