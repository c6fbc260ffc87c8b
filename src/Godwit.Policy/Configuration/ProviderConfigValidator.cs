using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>Checks what a Provider says.</summary>
internal static class ProviderConfigValidator
{
    public static void Validate(Resource<ProviderConfig> resource, ConfigurationFacts facts, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        if (resource.Name.Contains('/', StringComparison.Ordinal))
            errors.AddName("may not hold '/', which parts provider and model in a target");
        var spec = resource.Spec;
        var entry = facts.Catalog.Find(spec.Catalog);
        if (spec.Catalog is not null && entry is null)
            errors.AddMissing("catalog", "catalog entry", spec.Catalog, facts.CatalogNames);
        else if (entry is null)
            CheckSelfDescribed(spec, errors);
        else
            CheckAgainstEntry(spec, entry, facts, errors);
        CheckUrl("base_url", spec.BaseUrl, errors);
        if (spec.Currency is { } currency && !TextRules.IsCurrency(currency))
            errors.Add("currency", $"'{currency}' is not a currency", TextRules.CurrencyAccepted);
        if (spec.Catalog is null || entry is not null)
            CredentialConfigValidator.Validate(spec, entry, errors);
        foreach (var (dialect, url) in spec.DoorUrls ?? new Dictionary<Dialect, string>())
            CheckUrl($"door_urls.{DialectText.Of(dialect)}", url, errors);
        CheckModels(spec.Models, errors);
        CheckRange("connect_timeout_ms", spec.ConnectTimeoutMs, 100, 60_000, errors);
        CheckRange("response_timeout_ms", spec.ResponseTimeoutMs, 1_000, 3_600_000, errors);
        CheckRange("idle_timeout_ms", spec.IdleTimeoutMs, 1_000, 3_600_000, errors);
    }

    private static void CheckSelfDescribed(ProviderConfig spec, ResourceErrors errors)
    {
        const string why = "is missing: without a catalog entry it must be said";
        if (spec.Dialect is null)
            errors.Add("dialect", why, [.. Dialects]);
        if (spec.BaseUrl is null)
            errors.Add("base_url", why, "an http or https URL, e.g. https://llm.example.com/v1");
        if (spec.Region is not null)
            errors.Add("region", "means a region of a catalog entry, and none is named");
        if (spec.Models is null or [])
            errors.Add("models", why, "at least one model");
    }

    private static void CheckAgainstEntry(
        ProviderConfig spec, CatalogProvider entry, ConfigurationFacts facts, ResourceErrors errors)
    {
        if (spec.Dialect is { } dialect && dialect != entry.Dialect)
            errors.Add("dialect", $"differs from that of catalog entry '{entry.Name}'; remove the key");
        if (spec.Region is { } region && entry.Regions.All(r => r.Name != region))
        {
            var names = entry.Regions.Select(r => r.Name).ToList();
            errors.Add("region", $"'{region}' is not a region of '{entry.Name}'{Nearest.Hint(region, names)}", names);
        }

        var doors = entry.Doors.Select(d => d.Dialect).ToList();
        foreach (var door in spec.DoorUrls?.Keys ?? [])
        {
            if (!doors.Contains(door))
                errors.Add($"door_urls.{DialectText.Of(door)}", $"'{entry.Name}' has no such door",
                    [.. doors.Select(DialectText.Of)]);
        }

        CheckVariables(spec, entry, facts, errors);
    }

    private static void CheckVariables(
        ProviderConfig spec, CatalogProvider entry, ConfigurationFacts facts, ResourceErrors errors)
    {
        var known = entry.Variables.Select(v => v.Name).ToList();
        foreach (var name in spec.Variables?.Keys ?? [])
        {
            if (!known.Contains(name))
                errors.Add(
                    $"variables.{name}", $"'{entry.Name}' has no variable '{name}'{Nearest.Hint(name, known)}", known);
        }

        foreach (var name in ProviderEndpoints.MissingVariables(spec, entry, facts.Variables))
        {
            var variable = entry.Variables.FirstOrDefault(v => v.Name == name);
            var env = variable?.Env is null ? "" : $", and {variable.Env} is not set";
            errors.Add(
                $"variables.{name}",
                $"is missing: the provider's URLs need it{env}",
                variable?.Description ?? "a part of the URL");
        }
    }

    private static void CheckUrl(string key, string? url, ResourceErrors errors)
    {
        const string accepted = "an http or https URL without query, e.g. https://llm.example.com/v1";
        if (url is null)
            return;
        if (!TextRules.IsHttpUrl(url))
            errors.Add(key, $"'{url}' is not an absolute URL", accepted);
        else if (url.AsSpan().ContainsAny('?', '#'))
            errors.Add(key, $"'{url}' has a query or a fragment", accepted);
        else if (new Uri(url).UserInfo.Length > 0)
            errors.Add(key, "holds a user name or password; use credential", accepted);
    }

    private static void CheckModels(IReadOnlyList<ProviderModelConfig>? models, ResourceErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < models?.Count; i++)
        {
            var model = models[i];
            if (!Names.IsLegal(model.Name))
                errors.Add($"models[{i}].name", $"'{model.Name}' is not a legal name", Names.Accepted);
            else if (!seen.Add(model.Name))
                errors.Add($"models[{i}].name", $"'{model.Name}' is listed twice");
            if (model.ProviderModel is { Length: 0 })
                errors.Add($"models[{i}].provider_model", "is empty");
            if (model.Operations is { Count: 0 })
                errors.Add($"models[{i}].operations", "is an empty list; remove the key to mean chat");
        }
    }

    private static void CheckRange(string key, int value, int least, int most, ResourceErrors errors)
    {
        if (value < least || value > most)
            errors.Add(key, $"{value} is out of range", $"{least} to {most}");
    }

    private static IReadOnlyList<string> Dialects =>
        ((Shapes.ChoiceShape)Shapes.ConfigurationShapes.Of(ResourceKind.Provider).Find("dialect")!.Shape).Names;
}
