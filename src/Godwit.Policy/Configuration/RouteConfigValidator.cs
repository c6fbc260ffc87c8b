namespace Godwit.Policy.Configuration;

/// <summary>Checks what a Route says.</summary>
internal static class RouteConfigValidator
{
    public static void Validate(Resource<RouteConfig> resource, ConfigurationFacts facts, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        var targets = resource.Spec.Targets;
        if (targets.Count == 0)
            errors.Add("targets", "is an empty list", "at least one target");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < targets.Count; i++)
        {
            if (!seen.Add(targets[i].Target))
                errors.Add($"targets[{i}].target", $"'{targets[i].Target}' is a target of this route already");
            else
                CheckTarget(targets[i].Target, $"targets[{i}].target", facts, errors);
        }

        if (targets is [{ When: TargetCondition.Unserved }, ..])
            errors.Add("targets[0].when", "'unserved' needs a target before it that may be excluded", "always");
        if (resource.Spec is { OnGrantEnd: GrantEnd.Next, Prefer: RoutePreference.None })
            errors.Add("on_grant_end", "says nothing: the route does not prefer grants", "prefer: grants");
    }

    private static void CheckTarget(string target, string key, ConfigurationFacts facts, ResourceErrors errors)
    {
        if (!TargetName.TryParse(target, out var provider, out var model))
        {
            errors.Add(key, $"'{target}' is not a target", "provider/model, e.g. openai/gpt-4o");
            return;
        }

        if (!facts.Models.TryGetValue(provider, out var models))
        {
            errors.AddMissing(key, "Provider", provider, facts.Models.Keys);
            return;
        }

        if (!models.Contains(model))
        {
            var hint =
                Nearest.To(model, models) is { } nearest ? $"did you mean '{provider}/{nearest}'? Else list" : "list";
            errors.Add(key, $"Provider/{provider} has no model '{model}'; {hint} it under the provider's models");
        }
    }
}
