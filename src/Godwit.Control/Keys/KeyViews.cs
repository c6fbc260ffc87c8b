using Godwit.Control.Api;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Keys;

/// <summary>Shows issued keys with the organization they belong to.</summary>
internal static class KeyViews
{
    public static KeyView Of(Resource<ApiKeyConfig> key, ConfigurationSet set) => new()
    {
        Name = key.Name,
        Project = key.Spec.Project,
        Organization = set.Projects.FirstOrDefault(p => p.Name == key.Spec.Project)?.Spec.Organization,
        Hint = key.Spec.Hint,
        ExpiresAt = key.Spec.ExpiresAt,
        RevokedAt = key.Spec.RevokedAt,
        Routes = key.Spec.Routes,
    };
}
