using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>A catalog with facts about models, and a provider of it.</summary>
internal static class CatalogSamples
{
    private const string Source = "https://example.com/facts";

    private static readonly DateOnly AsOf = new(2026, 11, 1);

    /// <summary>The provider <c>known</c>, at the simulator.</summary>
    public static Resource<ProviderConfig> Known(Uri simulator, string path = "/openai/v1") => new("known", 1, new()
    {
        Catalog = "known", BaseUrl = new Uri(simulator, path).ToString(),
    });

    public static CatalogSet Of(Dialect dialect, params CatalogModel[] models) => new([new()
    {
        Name = "known",
        Title = "Known",
        TelemetryName = "known",
        Dialect = dialect,
        Source = Source,
        AsOf = AsOf,
        Auth = new() { Scheme = CredentialScheme.Bearer, Source = Source, AsOf = AsOf },
        Regions = [new() { Name = "global", BaseUrl = "https://known.example/v1", Source = Source, AsOf = AsOf }],
        Operations = new Dictionary<Operation, string>
        {
            [Operation.Chat] = dialect == Dialect.OpenAIResponses ? "/responses" : "/chat/completions",
        },
        Territories = new() { Status = TerritoryListStatus.Unknown, Source = Source, AsOf = AsOf },
        Models = models,
    }]);

    public static CatalogModel Model(string name, int context, int? picture = null, bool verified = true) => new()
    {
        Name = name,
        ContextTokens = context,
        Source = Source,
        AsOf = AsOf,
        Pictures = picture is { } most
            ? new() { MostTokens = most, Source = Source, AsOf = AsOf, Verified = verified } : null,
    };
}
