using System.Text.Json;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>Makes documents from JSON, the way the reader of YAML makes them from plain scalars.</summary>
internal static class Documents
{
    public static ResourceDocument Of(ResourceKind kind, string name, string spec) =>
        new(kind, name, 1, Node(JsonDocument.Parse(spec).RootElement));

    /// <summary>Binds and validates; the errors as people see them.</summary>
    public static List<string> Errors(params ResourceDocument[] documents)
    {
        var errors = new List<ConfigurationError>();
        var set = ConfigurationBinder.Bind(documents, errors);
        ConfigurationValidator.Validate(set, TestCatalog.Set, documents, errors);
        return [.. errors.Select(e => e.ToString())];
    }

    /// <summary>Binds documents that have no error.</summary>
    public static ConfigurationSet Valid(params ResourceDocument[] documents)
    {
        var errors = new List<ConfigurationError>();
        var set = ConfigurationBinder.Bind(documents, errors);
        ConfigurationValidator.Validate(set, TestCatalog.Set, documents, errors);
        return errors.Count == 0 ? set : throw new ArgumentException(string.Join('\n', errors));
    }

    private static DocumentNode Node(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new DocumentMap("", 0, 0, [.. element.EnumerateObject().Select(p =>
            new DocumentMember(new DocumentScalar("", 0, 0, p.Name, ScalarForm.Text), Node(p.Value)))]),
        JsonValueKind.Array => new DocumentList("", 0, 0, [.. element.EnumerateArray().Select(Node)]),
        JsonValueKind.Null => new DocumentNull("", 0, 0),
        JsonValueKind.String => new DocumentScalar("", 0, 0, element.GetString()!, ScalarForm.Text),
        JsonValueKind.Number => new DocumentScalar("", 0, 0, element.GetRawText(), ScalarForm.Number),
        _ => new DocumentScalar("", 0, 0, element.GetRawText(), ScalarForm.Boolean),
    };
}
