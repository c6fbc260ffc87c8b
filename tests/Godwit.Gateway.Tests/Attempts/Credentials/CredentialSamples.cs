using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;

namespace Godwit.Gateway.Tests.Attempts.Credentials;

/// <summary>Providers with credentials, compiled as the control plane would.</summary>
internal static class CredentialSamples
{
    /// <summary>A snapshot of one provider with keys that it takes as a bearer.</summary>
    public static GatewaySnapshot Keys(params string[] keys) => Compile(
        [.. keys.Select(_ => new CredentialConfig { Env = "X" })], [.. keys.Select(Whole)]);

    public static GatewaySnapshot Compile(
        IReadOnlyList<CredentialConfig> credentials, IReadOnlyList<IReadOnlyDictionary<string, Secret>?> secrets) =>
        SnapshotCompiler.Compile(
            new ConfigurationSet { Providers = [new("p", 1, Provider("http://127.0.0.1:9", credentials))] },
            CatalogSet.Empty, _ => new ProviderSecrets(secrets), 1, "test", DateTimeOffset.UnixEpoch);

    public static ProviderConfig Provider(string baseUrl, IReadOnlyList<CredentialConfig> credentials) => new()
    {
        Dialect = Dialect.OpenAIChat,
        BaseUrl = baseUrl,
        Models = [new() { Name = "m" }],
        Credentials = credentials,
    };

    public static IReadOnlyDictionary<string, Secret> Whole(string text) =>
        new Dictionary<string, Secret> { [CredentialForm.Whole] = new(text) };

    public static IReadOnlyDictionary<string, Secret> Parts(params (string Name, string Text)[] parts) =>
        parts.ToDictionary(part => part.Name, part => new Secret(part.Text));
}
