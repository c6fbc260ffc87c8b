using System.Text.Json;
using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>Checks what a Provider says of its credentials.</summary>
internal static class CredentialConfigValidator
{
    /// <summary>As many as one request can remember to have tried.</summary>
    private const int Most = 64;

    public static void Validate(ProviderConfig spec, CatalogProvider? entry, ResourceErrors errors)
    {
        if (spec.Credential is { } one)
            Check("credential", one, entry, errors);
        if (spec.Credentials is not { } several)
            return;
        if (spec.Credential is not null)
            errors.Add("credentials", "stands beside credential", "one of both: put the one into the list");
        if (several.Count is 0 or > Most)
            errors.Add("credentials", $"has {several.Count} elements", $"1 to {Most}, or no such key");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < several.Count; i++)
        {
            Check($"credentials[{i}]", several[i], entry, errors);
            if (several[i].Name is { } name && !names.Add(name))
                errors.Add($"credentials[{i}].name", $"'{name}' is listed twice");
        }
    }

    private static void Check(string key, CredentialConfig credential, CatalogProvider? entry, ResourceErrors errors)
    {
        if (credential.Name is { } name && !Names.IsLegal(name))
            errors.Add($"{key}.name", $"'{name}' is not a legal name", Names.Accepted);
        if (credential.Account is { } account && !Names.IsLegal(account))
            errors.Add($"{key}.account", $"'{account}' is not a legal name", Names.Accepted);
        if (CredentialChoice.Scheme(credential, entry) is { } scheme)
        {
            CheckForm(key, credential, scheme, errors);
            CheckSettings(key, credential, scheme, CredentialChoice.Way(scheme, entry), errors);
        }
        else
        {
            AddUnfit(key, credential, entry, errors);
        }
    }

    /// <summary>Nothing that the provider takes fits: says what is missing, where that is plain.</summary>
    private static void AddUnfit(string key, CredentialConfig credential, CatalogProvider? entry, ResourceErrors errors)
    {
        if (entry is null)
        {
            errors.Add($"{key}.scheme", "is missing: a credential in parts needs it", [.. Composite.Select(Name)]);
            return;
        }

        var ways = CredentialChoice.Ways(entry).Select(way => way.Scheme).Distinct().ToList();
        if (credential.Scheme is { } scheme)
        {
            errors.Add($"{key}.scheme", $"'{entry.Name}' takes no {Name(scheme)}", [.. ways.Select(Name)]);
            return;
        }

        var inParts = ways.Where(way => !CredentialForm.Of(way).IsWhole).ToList();
        if (credential.Parts is not null && inParts.Count == 1)
            CheckForm(key, credential, inParts[0], errors);
        else
            errors.Add(key, $"'{entry.Name}' takes no credential of this form", [.. ways.Select(Describe)]);
    }

    private static void CheckForm(
        string key, CredentialConfig credential, CredentialScheme scheme, ResourceErrors errors)
    {
        var form = CredentialForm.Of(scheme);
        if (form.IsWhole)
        {
            if (credential.Parts is not null)
                errors.Add($"{key}.parts", $"a credential of {Name(scheme)} has none", "env", "file", "value");
            else
                ReferenceRules.CheckSecret(key, credential.Whole, errors);
            return;
        }

        if (credential.Whole is not { Env: null, File: null, Value: null, Encrypted: null })
            errors.Add(key, $"holds one text, and {Name(scheme)} needs parts", [.. form.Required]);
        var given = credential.Parts ?? new Dictionary<string, SecretReference>();
        foreach (var part in form.Required.Where(part => !given.ContainsKey(part)))
            errors.Add($"{key}.parts.{part}", $"is missing: {Name(scheme)} needs it", "env", "file", "value");
        foreach (var (part, reference) in given)
        {
            if (form.Parts.Contains(part))
                ReferenceRules.CheckSecret($"{key}.parts.{part}", reference, errors);
            else
                errors.Add(
                    $"{key}.parts.{part}",
                    $"{Name(scheme)} has no part '{part}'{Nearest.Hint(part, [.. form.Parts])}", [.. form.Parts]);
        }
    }

    private static void CheckSettings(
        string key, CredentialConfig credential, CredentialScheme scheme, CatalogAuth? way, ResourceErrors errors)
    {
        var signs = scheme is CredentialScheme.Tc3HmacSha256 or CredentialScheme.AwsSigV4;
        var asks = scheme is CredentialScheme.GoogleServiceAccount or CredentialScheme.EntraClient;
        var header = scheme == CredentialScheme.Header;
        Need("header", credential.Header, way?.Header, header, header, "a header's name, e.g. x-api-key");
        Need("service", credential.Service, way?.Service, signs, signs, "a service name, e.g. bedrock");
        Need("cloud_region", credential.CloudRegion, way?.CloudRegion, signs, scheme == CredentialScheme.AwsSigV4,
            "a cloud region, e.g. us-east-1");
        Need("scope", credential.Scope, way?.Scope, asks, asks, "an OAuth scope");
        var bearer = scheme == CredentialScheme.BceBearer;
        Need("authority", credential.Authority, way?.Authority, bearer || scheme == CredentialScheme.EntraClient,
            bearer, "an https URL");
        if (credential.Header is { Length: > 0 } name && !TextRules.IsHeaderName(name))
            errors.Add($"{key}.header", $"'{name}' is not a header's name", "a header's name, e.g. x-api-key");
        if (credential.Authority is { Length: > 0 } authority
            && !TextRules.IsSafeUrl(authority))
            errors.Add($"{key}.authority", $"'{authority}' is not an https URL", "an https URL");

        void Need(string name, string? given, string? known, bool used, bool needed, string accepted)
        {
            if (given is not null && !used)
                errors.Add($"{key}.{name}", $"means nothing with {Name(scheme)}; remove the key");
            else if (given is { Length: 0 } || (needed && given is null && known is null))
                errors.Add($"{key}.{name}", $"is missing: {Name(scheme)} needs it", accepted);
        }
    }

    private static IEnumerable<CredentialScheme> Composite =>
        Enum.GetValues<CredentialScheme>().Where(scheme => !CredentialForm.Of(scheme).IsWhole);

    private static string Describe(CredentialScheme scheme) => CredentialForm.Of(scheme) is { IsWhole: false } form
        ? $"{Name(scheme)} with parts {string.Join(" and ", form.Required)}"
        : $"{Name(scheme)} with env, file or value";

    /// <summary>The scheme as people write it.</summary>
    private static string Name(CredentialScheme scheme) =>
        JsonSerializer.Serialize(scheme, ConfigJsonContext.Default.CredentialScheme).Trim('"');
}
