using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>Finds the way in which a credential is sent, from what it says and what the provider takes.</summary>
internal static class CredentialChoice
{
    /// <summary>The ways the provider takes a credential, the usual one first; none without a catalog entry.</summary>
    public static IReadOnlyList<CatalogAuth> Ways(CatalogProvider? entry) =>
        entry is null ? [] : [entry.Auth, .. entry.AlternativeAuth];

    /// <summary>The scheme; null when nothing that the provider takes fits.</summary>
    public static CredentialScheme? Scheme(CredentialConfig credential, CatalogProvider? entry)
    {
        var ways = Ways(entry);
        if (credential.Scheme is { } scheme)
            return entry is null || ways.Any(way => way.Scheme == scheme) ? scheme : null;
        if (entry is null)
            return credential.Parts is null ? CredentialScheme.Bearer : null;
        return ways.Select(way => (CredentialScheme?)way.Scheme)
            .FirstOrDefault(way => Fits(credential, CredentialForm.Of(way!.Value)));
    }

    /// <summary>What the catalog says of the scheme, if anything.</summary>
    public static CatalogAuth? Way(CredentialScheme scheme, CatalogProvider? entry) =>
        Ways(entry).FirstOrDefault(way => way.Scheme == scheme);

    private static bool Fits(CredentialConfig credential, CredentialForm form) => credential.Parts is null
        ? form.IsWhole
        : !form.IsWhole && form.Required.All(credential.Parts.ContainsKey)
            && credential.Parts.Keys.All(form.Parts.Contains);
}
