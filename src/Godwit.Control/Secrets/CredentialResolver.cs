using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Secrets;

/// <summary>
/// Finds the credentials that Provider resources refer to: in the environment, in files, or encrypted.
/// </summary>
internal sealed class CredentialResolver(SecretSealer sealer, Func<string, string?> environment)
{
    /// <summary>The credential; null with a warning when it is meant to be there and is not.</summary>
    public Secret? Resolve(Resource<ProviderConfig> provider, List<string> warnings)
    {
        if (provider.Spec.Credential is not { } reference)
            return null;
        var text = Find(reference, out var why);
        if (!string.IsNullOrEmpty(text))
            return new Secret(text);
        warnings.Add($"Provider/{provider.Name}: {why}");
        return null;
    }

    private string? Find(SecretReference reference, out string why)
    {
        if (reference.Env is { } variable)
        {
            why = $"the environment variable {variable} is not set";
            return environment(variable);
        }

        if (reference.File is { } file)
            return ReadFile(file, out why);
        why = "its credential was not encrypted with this installation's data key";
        return reference.Value
            ?? (reference.Encrypted is { } text ? sealer.Open(text, SecretSealer.CredentialPurpose) : null);
    }

    private static string? ReadFile(string file, out string why)
    {
        why = $"the credential file {file} is empty";
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            why = $"the credential file {file} cannot be read: {e.Message}";
            return null;
        }
    }
}
