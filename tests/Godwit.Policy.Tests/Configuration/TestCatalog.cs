using Godwit.Policy.Catalog;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>
/// A catalog of two providers: one that publishes whom it serves, one that does not and has placeholders.
/// </summary>
internal static class TestCatalog
{
    private const string Source = "https://example.com/facts";

    private static readonly DateOnly AsOf = new(2026, 11, 1);

    public static CatalogProvider Alpha { get; } = new()
    {
        Name = "alpha",
        Title = "Alpha",
        TelemetryName = "alpha_ai",
        Dialect = Dialect.OpenAIChat,
        Source = Source,
        AsOf = AsOf,
        Auth = new CatalogAuth { Scheme = CredentialScheme.Bearer, Source = Source, AsOf = AsOf },
        Regions = [Region("global", "https://api.alpha.example/v1"), Region("eu", "https://eu.alpha.example/v1")],
        Operations = new Dictionary<Operation, string>
        {
            [Operation.Chat] = "/chat/completions",
            [Operation.Embeddings] = "/embeddings",
        },
        Territories = new CatalogTerritories
        {
            Status = TerritoryListStatus.Listed,
            Countries = ["DE", "NO", "UA", "US"],
            ExcludedSubdivisions = ["UA-43"],
            Source = Source,
            AsOf = AsOf,
        },
        Models =
        [
            new CatalogModel { Name = "large", Source = Source, AsOf = AsOf },
            new CatalogModel { Name = "embed", Operations = [Operation.Embeddings], Source = Source, AsOf = AsOf },
        ],
    };

    public static CatalogProvider Beta { get; } = Alpha with
    {
        Name = "beta",
        TelemetryName = "beta.ai",
        Http2 = true,
        Auth = new CatalogAuth { Scheme = CredentialScheme.Header, Header = "api-key", Source = Source, AsOf = AsOf },
        Regions = [Region("global", "https://{resource}.beta.example")],
        Variables =
        [
            new CatalogVariable { Name = "resource", Description = "Name of the resource." },
            new CatalogVariable { Name = "api_version", Description = "Version.", Default = "2024-10-21" },
        ],
        Operations = new Dictionary<Operation, string>
        {
            [Operation.Chat] = "/deployments/{model}/chat/completions?api-version={api_version}",
        },
        Territories = new CatalogTerritories { Status = TerritoryListStatus.Unknown, Source = Source, AsOf = AsOf },
        Models = [],
    };

    public static CatalogSet Set { get; } = new([Alpha, Beta]);

    private static CatalogRegion Region(string name, string url) =>
        new() { Name = name, BaseUrl = url, Source = Source, AsOf = AsOf };
}
