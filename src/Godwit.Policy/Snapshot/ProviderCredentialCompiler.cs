using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;

namespace Godwit.Policy.Snapshot;

/// <summary>Compiles a provider's credentials with what the catalog knows of their schemes.</summary>
internal static class ProviderCredentialCompiler
{
    public static ImmutableArray<ProviderCredential> Compile(
        ProviderConfig spec, CatalogProvider? entry, ProviderSecrets? secrets, Func<string, string?> variables)
    {
        if (secrets is null)
            return [];
        var configs = CredentialList.Of(spec) is { Count: > 0 } given ? given : [new CredentialConfig()];
        var compiled = ImmutableArray.CreateBuilder<ProviderCredential>(configs.Count);
        for (var i = 0; i < Math.Min(configs.Count, secrets.Credentials.Count); i++)
        {
            if (secrets.Credentials[i] is { } parts && CredentialChoice.Scheme(configs[i], entry) is { } scheme
                && Needed(CredentialForm.Of(scheme)).All(parts.ContainsKey))
                compiled.Add(Compile(i + 1, configs[i], scheme, Way(scheme), parts));
        }

        return compiled.ToImmutable();

        CatalogAuth? Way(CredentialScheme scheme) => CredentialChoice.Way(scheme, entry) is { } way
            ? way with
            {
                CloudRegion = way.CloudRegion is { } region
                    ? ProviderEndpoints.Fill(region, spec, entry, variables) : null,
            }
            : null;
    }

    private static ImmutableArray<string> Needed(CredentialForm form) =>
        form.IsWhole ? [CredentialForm.Whole] : form.Required;

    private static ProviderCredential Compile(
        int ordinal, CredentialConfig config, CredentialScheme scheme, CatalogAuth? way,
        IReadOnlyDictionary<string, Secret> parts)
    {
        var whole = parts.GetValueOrDefault(CredentialForm.Whole);
        var header = scheme switch
        {
            CredentialScheme.Header => new CredentialHeader(config.Header ?? way?.Header ?? "Authorization", whole!),
            CredentialScheme.Bearer => CredentialHeader.Bearer(whole!),
            _ => null,
        };
        var (service, region) = (config.Service ?? way?.Service, config.CloudRegion ?? way?.CloudRegion);
        var (scope, authority) = (config.Scope ?? way?.Scope, config.Authority ?? way?.Authority);
        return new ProviderCredential
        {
            Ordinal = ordinal,
            Name = CredentialList.NameOf(config, ordinal),
            Account = config.Account ?? config.Name,
            Scheme = scheme,
            Header = header,
            Service = service,
            CloudRegion = region,
            Scope = scope,
            Authority = authority,
            Version = way?.Version,
            Actions = (way?.Actions ?? new Dictionary<Operation, string>()).ToFrozenDictionary(),
            Parts = parts.ToFrozenDictionary(),
            Identity = Identity(
                [
                    scheme.ToString(), header?.Name, service, region, scope, authority,
                    .. parts.OrderBy(part => part.Key, StringComparer.Ordinal)
                        .SelectMany(part => new[] { part.Key, part.Value.Reveal() }),
                ]),
        };
    }

    private static string Identity(IEnumerable<string?> texts)
    {
        // Lengths stand before texts, so that no two lists read the same.
        var all = string.Concat(texts.Select(text => $"{text?.Length ?? -1}:{text}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }
}
