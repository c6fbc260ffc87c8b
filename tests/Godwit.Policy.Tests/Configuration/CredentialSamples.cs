using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>A catalog whose entry takes a key, or pairs of keys that sign.</summary>
internal static class CredentialSamples
{
    public static CatalogProvider Cloud { get; } = TestCatalog.Alpha with
    {
        Name = "cloud",
        AlternativeAuth =
        [
            TestCatalog.Alpha.Auth with
            {
                Scheme = CredentialScheme.AwsSigV4, Service = "bedrock", CloudRegion = "{cloud_region}",
            },
            TestCatalog.Alpha.Auth with { Scheme = CredentialScheme.EntraClient, Scope = "https://scope/.default" },
        ],
        Variables = [new CatalogVariable { Name = "cloud_region", Description = "Region.", Default = "us-east-1" }],
    };

    /// <summary>An entry that takes one pair of keys and nothing else.</summary>
    public static CatalogProvider Tencent { get; } = TestCatalog.Alpha with
    {
        Name = "tencent",
        Auth = TestCatalog.Alpha.Auth with
        {
            Scheme = CredentialScheme.Tc3HmacSha256, Service = "hunyuan", Version = "2023-09-01",
            Actions = new Dictionary<Operation, string> { [Operation.Chat] = "ChatCompletions" },
        },
    };

    public static CatalogSet Set { get; } = new([Cloud, Tencent]);

    /// <summary>The errors of a Provider with this spec.</summary>
    public static List<string> Errors(string spec)
    {
        var errors = new List<ConfigurationError>();
        Bind(spec, errors);
        return [.. errors.Select(e => e.ToString())];
    }

    public static ConfigurationSet Bind(string spec, List<ConfigurationError> errors)
    {
        ResourceDocument[] documents = [Documents.Of(ResourceKind.Provider, "p", spec)];
        var set = ConfigurationBinder.Bind(documents, errors);
        if (errors.Count == 0)
            ConfigurationValidator.Validate(set, Set, documents, errors);
        return set;
    }
}
