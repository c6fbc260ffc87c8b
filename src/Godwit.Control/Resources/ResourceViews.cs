using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;
using Microsoft.AspNetCore.Http;

namespace Godwit.Control.Resources;

/// <summary>Turns what is stored into what the admin API shows.</summary>
internal static class ResourceViews
{
    public static ResourceView Of(StoredResource resource) => new()
    {
        Kind = resource.Kind,
        Name = resource.Name,
        Version = resource.Version,
        ManagedBy = resource.ManagedBy,
        UpdatedAt = resource.UpdatedAt,
        UpdatedBy = resource.UpdatedBy,
        Spec = Json(resource.Spec),
    };

    /// <summary>The stored resources, and those that the environment adds.</summary>
    public static IEnumerable<ResourceView> All(ResourceSet set, EnvironmentProviders environment) =>
        set.Resources.Any(r => r.Kind == ResourceKind.Provider)
            ? set.Resources.Select(Of)
            : set.Resources.Select(Of).Concat(environment.Find().Select(d => new ResourceView
            {
                Kind = d.Kind,
                Name = d.Name,
                ManagedBy = ManagedBy.Environment,
                Spec = Json(ConfigurationBinder.CanonicalJson(d)),
            }));

    public static JsonElement Json(string text) =>
        JsonSerializer.Deserialize(text, AdminJsonContext.Default.JsonElement);

    /// <summary>The report of an edit that went well, or the problem.</summary>
    public static IResult Answer(EditOutcome outcome, bool dryRun)
    {
        if (outcome.Conflicts.Count > 0)
            return Problems.Conflict(outcome.Conflicts);
        if (outcome.Errors.Count > 0)
            return Problems.Invalid(outcome.Errors);
        return TypedResults.Json(
            new ChangeReport { Revision = outcome.Revision, DryRun = dryRun, Items = outcome.Items },
            AdminJsonContext.Default.ChangeReport);
    }
}
