namespace Godwit.Policy.Configuration;

/// <summary>Checks what an ApiKey says.</summary>
internal static class ApiKeyConfigValidator
{
    public static void Validate(Resource<ApiKeyConfig> resource, ConfigurationFacts facts, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        var spec = resource.Spec;
        if (!facts.Projects.Contains(spec.Project))
            errors.AddMissing("project", "Project", spec.Project, facts.Projects);
        // The value is not repeated: it may be the key itself, pasted into the wrong place.
        if (!TextRules.IsSha256(spec.Sha256))
            errors.Add("sha256", "is not a SHA-256", "64 lower-case hex digits, as 'godwit keys create' writes them");
        ReferenceRules.CheckAll("routes", "route", spec.Routes, facts.RouteNames, errors);
    }

    /// <summary>Two resources for one key would leave it open which project pays.</summary>
    public static void ValidateDistinct(IReadOnlyList<Resource<ApiKeyConfig>> keys, ConfigurationPlaces places)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (!owners.TryAdd(key.Spec.Sha256, key.Name))
                places.Of(ResourceKind.ApiKey, key.Name)
                    .Add("sha256", $"is that of ApiKey/{owners[key.Spec.Sha256]} too");
        }
    }
}
