using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Godwit.Policy.Configuration.Shapes;

/// <summary>
/// The shapes as the types make them. It takes the serializer's metadata for all of them, which is why a start reads
/// <c>shapes.json</c> instead; a test holds the two together.
/// </summary>
public static class DerivedShapes
{
    /// <summary>The key of a catalog entry's shape; the others are kinds of resources.</summary>
    internal const string CatalogEntry = "catalog";

    /// <summary>The content of <c>shapes.json</c>: a line for each shape.</summary>
    public static string Write() => Write(
        kind => ShapeReader.Read(TypeInfo(kind)), ShapeReader.Read(ConfigJsonContext.Default.CatalogProvider));

    internal static string Write(Func<ResourceKind, Shape> kinds, Shape catalogEntry)
    {
        var text = new StringBuilder("{\n");
        foreach (var kind in Enum.GetValues<ResourceKind>())
            Append(text, kind.ToString(), kinds(kind)).Append(",\n");
        return Append(text, CatalogEntry, catalogEntry).Append("\n}\n").ToString();
    }

    private static StringBuilder Append(StringBuilder text, string key, Shape shape)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
            ShapeText.Write(writer, shape);
        return text.Append('"').Append(key).Append("\":").Append(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static JsonTypeInfo TypeInfo(ResourceKind kind) => kind switch
    {
        ResourceKind.Organization => ConfigJsonContext.Default.OrganizationConfig,
        ResourceKind.Project => ConfigJsonContext.Default.ProjectConfig,
        ResourceKind.ApiKey => ConfigJsonContext.Default.ApiKeyConfig,
        ResourceKind.Provider => ConfigJsonContext.Default.ProviderConfig,
        ResourceKind.Route => ConfigJsonContext.Default.RouteConfig,
        ResourceKind.TerritoryPolicy => ConfigJsonContext.Default.TerritoryPolicyConfig,
        ResourceKind.NoticePlan => ConfigJsonContext.Default.NoticePlanConfig,
        ResourceKind.PriceOverride => ConfigJsonContext.Default.PriceOverrideConfig,
        ResourceKind.RateLimit => ConfigJsonContext.Default.RateLimitConfig,
        ResourceKind.Budget => ConfigJsonContext.Default.BudgetConfig,
        ResourceKind.ExchangeRate => ConfigJsonContext.Default.ExchangeRateConfig,
        ResourceKind.Grant => ConfigJsonContext.Default.GrantConfig,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };
}
