namespace Godwit.Policy.Configuration;

/// <summary>Checks what a Project says.</summary>
internal static class ProjectConfigValidator
{
    public static void Validate(Resource<ProjectConfig> resource, ConfigurationFacts facts, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        if (!facts.Organizations.Contains(resource.Spec.Organization))
            errors.AddMissing("organization", "Organization", resource.Spec.Organization, facts.Organizations);
        ReferenceRules.CheckAll("routes", "route", resource.Spec.Routes, facts.RouteNames, errors);
    }
}
