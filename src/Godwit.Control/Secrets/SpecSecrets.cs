using System.Text.Json.Nodes;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Secrets;

/// <summary>Keeps secrets that people write into specs from ever being stored, shown or exported in clear.</summary>
internal sealed class SpecSecrets(SecretSealer sealer)
{
    /// <summary>
    /// The spec with its secrets encrypted; the same text as before when they are the same as before.
    /// </summary>
    /// <param name="kind">Kind of the resource.</param>
    /// <param name="spec">The spec as canonical JSON, maybe with secrets in clear.</param>
    /// <param name="stored">The spec that is stored now, if any.</param>
    /// <param name="foreign">
    /// Key of a value that was not encrypted with this installation's data key; null when there is none.
    /// </param>
    public string Seal(ResourceKind kind, string spec, string? stored, out string? foreign)
    {
        foreign = null;
        if (kind is not (ResourceKind.Provider or ResourceKind.NoticePlan or ResourceKind.Budget)
            || JsonNode.Parse(spec) is not { } root)
            return spec;
        var before = stored is null ? null : JsonNode.Parse(stored);
        var changed = false;
        foreach (var (name, secret) in SecretsOf(kind, root))
        {
            if ((string?)secret["encrypted"] is { } encrypted
                && sealer.Open(encrypted, SecretSealer.CredentialPurpose) is null)
                foreign = secret.GetPath()["$.".Length..] + ".encrypted";
            if ((string?)secret["value"] is not { } value)
                continue;
            secret.Remove("value");
            // Encryption makes another text each time: a secret that stays the same must not look like a change.
            secret["encrypted"] = SecretsOf(kind, before).OrderBy(old => old.Name != name)
                .Select(old => (string?)old.Secret["encrypted"])
                .FirstOrDefault(old => old is not null && sealer.Open(old, SecretSealer.CredentialPurpose) == value)
                ?? sealer.Seal(value, SecretSealer.CredentialPurpose);
            changed = true;
        }

        return changed ? root.ToJsonString() : spec;
    }

    /// <summary>The secrets of a spec, each with what tells it from the others.</summary>
    private static List<(string Name, JsonObject Secret)> SecretsOf(ResourceKind kind, JsonNode? spec)
    {
        if (kind == ResourceKind.Provider)
            return [.. CredentialsOf(spec)];
        return
        [
            .. (spec?["webhooks"] as JsonArray ?? []).OfType<JsonObject>()
                .Where(webhook => webhook["secret"] is JsonObject)
                .Select(webhook => ((string?)webhook["name"] ?? "", (JsonObject)webhook["secret"]!)),
        ];
    }

    private static IEnumerable<(string Name, JsonObject Secret)> CredentialsOf(JsonNode? spec)
    {
        var several = (spec?["credentials"] as JsonArray ?? []).Select((node, i) => ($"credentials[{i}]", node));
        foreach (var (name, node) in several.Prepend(("credential", spec?["credential"])))
        {
            if (node is not JsonObject credential)
                continue;
            yield return (name, credential);
            foreach (var (part, reference) in credential["parts"] as JsonObject ?? [])
            {
                if (reference is JsonObject secret)
                    yield return ($"{name}.{part}", secret);
            }
        }
    }
}
