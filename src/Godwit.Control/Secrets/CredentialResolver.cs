using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Secrets;

/// <summary>Finds the secrets that resources refer to: in the environment, in files, or encrypted.</summary>
internal sealed class CredentialResolver(SecretSealer sealer, Func<string, string?> environment)
{
    /// <summary>
    /// The provider's credentials; with a warning for each that is meant to be there and is not, or not whole.
    /// </summary>
    public ProviderSecrets? Resolve(Resource<ProviderConfig> provider, List<string> warnings)
    {
        var configs = CredentialList.Of(provider.Spec);
        if (configs.Count == 0)
            return null;
        return new ProviderSecrets([.. configs.Select((config, i) =>
        {
            var place = CredentialList.PrefixOf(provider.Spec, i);
            return Resolve(config, problem => warnings.Add($"Provider/{provider.Name}: {place}{problem}"));
        })]);
    }

    /// <summary>The parts of a credential; null when one of them is not to be found.</summary>
    private Dictionary<string, Secret>? Resolve(CredentialConfig config, Action<string> warn)
    {
        var found = new Dictionary<string, Secret>();
        var complete = true;
        foreach (var (part, reference) in References(config))
        {
            var (secret, problem) = Find(reference);
            if (problem is not null)
                warn(part.Length == 0 ? problem : $"{part}: {problem}");
            if (secret is null)
                complete = false;
            else
                found[part] = secret;
        }

        return complete ? found : null;
    }

    /// <summary>Where each part of a credential comes from.</summary>
    public static IEnumerable<KeyValuePair<string, SecretReference>> References(CredentialConfig config) =>
        config.Parts ?? new Dictionary<string, SecretReference>
        {
            [CredentialForm.Whole] = new()
            {
                Env = config.Env, File = config.File, Value = config.Value, Encrypted = config.Encrypted,
            },
        };

    /// <summary>The secret, or why there is none.</summary>
    public (Secret? Secret, string? Problem) Find(SecretReference reference)
    {
        var (text, problem) = reference is { Env: null, File: null }
            ? FindInSpec(reference)
            : SecretText.Find(reference, environment);
        return text is null ? (null, problem) : (new Secret(text), null);
    }

    private (string? Text, string? Problem) FindInSpec(SecretReference reference) =>
        (reference.Value
            ?? (reference.Encrypted is { } text ? sealer.Open(text, SecretSealer.CredentialPurpose) : null))
        is { Length: > 0 } found
            ? (found, null)
            : (null, "its credential was not encrypted with this installation's data key");
}
