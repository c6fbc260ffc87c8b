using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration.Shapes;

namespace Godwit.Policy.Configuration;

/// <summary>
/// Turns documents into the records they are written for; what has the wrong shape becomes errors instead.
/// </summary>
public static class ConfigurationBinder
{
    /// <summary>
    /// Binds every document that has the right shape, in order of name, and reports all that have not.
    /// </summary>
    public static ConfigurationSet Bind(
        IReadOnlyList<ResourceDocument> documents, List<ConfigurationError> errors)
    {
        ReportDuplicates(documents, errors);
        return new ConfigurationSet
        {
            Organizations =
                Bind(documents, ResourceKind.Organization, ConfigJsonContext.Default.OrganizationConfig, errors),
            Projects = Bind(documents, ResourceKind.Project, ConfigJsonContext.Default.ProjectConfig, errors),
            ApiKeys = Bind(documents, ResourceKind.ApiKey, ConfigJsonContext.Default.ApiKeyConfig, errors),
            Providers = Bind(documents, ResourceKind.Provider, ConfigJsonContext.Default.ProviderConfig, errors),
            Routes = Bind(documents, ResourceKind.Route, ConfigJsonContext.Default.RouteConfig, errors),
            TerritoryPolicies = Bind(
                documents, ResourceKind.TerritoryPolicy, ConfigJsonContext.Default.TerritoryPolicyConfig, errors),
            NoticePlans = Bind(documents, ResourceKind.NoticePlan, ConfigJsonContext.Default.NoticePlanConfig, errors),
            PriceOverrides = Bind(
                documents, ResourceKind.PriceOverride, ConfigJsonContext.Default.PriceOverrideConfig, errors),
            RateLimits = Bind(documents, ResourceKind.RateLimit, ConfigJsonContext.Default.RateLimitConfig, errors),
            Budgets = Bind(documents, ResourceKind.Budget, ConfigJsonContext.Default.BudgetConfig, errors),
            ExchangeRates = Bind(
                documents, ResourceKind.ExchangeRate, ConfigJsonContext.Default.ExchangeRateConfig, errors),
            Grants = Bind(documents, ResourceKind.Grant, ConfigJsonContext.Default.GrantConfig, errors),
        };
    }

    /// <summary>Checks one document's shape; a false answer means errors were added.</summary>
    public static bool Validate(ResourceDocument document, List<ConfigurationError> errors) =>
        new ShapeValidator(document.Id, errors).Validate(document.Spec, ConfigurationShapes.Of(document.Kind), "spec");

    /// <summary>
    /// The spec as JSON that is the same for every document that says the same: what is stored, hashed and compared.
    /// The document's shape must be right.
    /// </summary>
    public static string CanonicalJson(ResourceDocument document) =>
        Encoding.UTF8.GetString(ShapeJson.Write(document.Spec, ConfigurationShapes.Of(document.Kind)).Span);

    /// <summary>Binds one catalog entry; null when its shape is wrong.</summary>
    public static CatalogProvider? BindCatalogEntry(DocumentNode node, string name, List<ConfigurationError> errors) =>
        new ShapeValidator($"catalog/{name}", errors).Validate(node, ConfigurationShapes.CatalogEntry, "")
            ? Read(node, ConfigurationShapes.CatalogEntry, ConfigJsonContext.Default.CatalogProvider)
            : null;

    /// <summary>Binds a document that is no resource; null when its shape is wrong.</summary>
    /// <param name="node">The document.</param>
    /// <param name="label">What errors call it.</param>
    /// <param name="info">The type it is written for, with <c>snake_case</c> names.</param>
    /// <param name="errors">Where errors are added.</param>
    public static T? BindDocument<T>(
        DocumentNode node, string label, JsonTypeInfo<T> info, List<ConfigurationError> errors)
        where T : class
    {
        var shape = (ObjectShape)ShapeReader.Read(info);
        return new ShapeValidator(label, errors).Validate(node, shape, "") ? Read(node, shape, info) : null;
    }

    private static List<Resource<T>> Bind<T>(
        IReadOnlyList<ResourceDocument> documents, ResourceKind kind, JsonTypeInfo<T> info,
        List<ConfigurationError> errors)
        where T : class
    {
        var bound = new SortedDictionary<string, Resource<T>>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            if (document.Kind == kind && Validate(document, errors))
            {
                var spec = Read(document.Spec, ConfigurationShapes.Of(kind), info);
                bound.TryAdd(document.Name, new Resource<T>(document.Name, document.Version, spec));
            }
        }

        return [.. bound.Values];
    }

    private static T Read<T>(DocumentNode node, ObjectShape shape, JsonTypeInfo<T> info)
        where T : class => JsonSerializer.Deserialize(ShapeJson.Write(node, shape).Span, info)!;

    private static void ReportDuplicates(IReadOnlyList<ResourceDocument> documents, List<ConfigurationError> errors)
    {
        var first = new Dictionary<(ResourceKind, string), ResourceDocument>();
        foreach (var document in documents)
        {
            if (first.TryAdd((document.Kind, document.Name), document))
                continue;
            var origin = first[(document.Kind, document.Name)].Origin;
            var where = origin.Line > 0 ? $", first at {origin.File}:{origin.Line}" : "";
            errors.Add(ConfigurationError.At(document.Origin, document.Id, "name", $"is declared twice{where}"));
        }
    }
}
