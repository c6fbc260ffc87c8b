using System.Text.Json.Nodes;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Secrets;

/// <summary>Keeps secrets that people write into specs from ever being stored, shown or exported in clear.</summary>
internal sealed class SpecSecrets(SecretSealer sealer)
{
    /// <summary>
    /// The spec with its secret encrypted; the same text as before when the secret is the same as before.
    /// </summary>
    /// <param name="kind">Kind of the resource.</param>
    /// <param name="spec">The spec as canonical JSON, maybe with a secret in clear.</param>
    /// <param name="stored">The spec that is stored now, if any.</param>
    /// <param name="error">What is wrong with an encrypted value that was written by hand.</param>
    public string Seal(ResourceKind kind, string spec, string? stored, out string? error)
    {
        error = null;
        if (kind != ResourceKind.Provider || Credential(spec, out var root) is not { } credential)
            return spec;
        if ((string?)credential["encrypted"] is { } encrypted
            && sealer.Open(encrypted, SecretSealer.CredentialPurpose) is null)
            error = "was not encrypted with this installation's data key";
        if ((string?)credential["value"] is not { } value)
            return spec;
        var before = stored is null ? null : (string?)Credential(stored, out _)?["encrypted"];
        credential.Remove("value");
        // Encryption makes another text each time: a secret that stays the same must not look like a change.
        credential["encrypted"] = before is not null && sealer.Open(before, SecretSealer.CredentialPurpose) == value
            ? before
            : sealer.Seal(value, SecretSealer.CredentialPurpose);
        return root!.ToJsonString();
    }

    private static JsonObject? Credential(string spec, out JsonObject? root)
    {
        root = JsonNode.Parse(spec) as JsonObject;
        return root?["credential"] as JsonObject;
    }
}
