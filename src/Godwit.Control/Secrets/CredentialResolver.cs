using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Secrets;

/// <summary>Finds the secrets that resources refer to: in the environment, in files, or encrypted.</summary>
internal sealed class CredentialResolver(SecretSealer sealer, Func<string, string?> environment)
{
    /// <summary>The credential; null with a warning when it is meant to be there and is not.</summary>
    public Secret? Resolve(Resource<ProviderConfig> provider, List<string> warnings)
    {
        if (provider.Spec.Credential is not { } reference)
            return null;
        var (secret, problem) = Find(reference);
        if (problem is not null)
            warnings.Add($"Provider/{provider.Name}: {problem}");
        return secret;
    }

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
