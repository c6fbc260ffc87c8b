using System.Collections.Frozen;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;

namespace Godwit.Policy.Snapshot;

/// <summary>A credential as the data plane uses it. Named by place or name, never by what it holds.</summary>
public sealed class ProviderCredential
{
    /// <summary>Place in the provider's list, from 1.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Name in logs: the given one, or the place as <c>#1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Name of the account it belongs to, as far as the operator gave one; null: nothing is known of it.
    /// </summary>
    public string? Account { get; init; }

    public required CredentialScheme Scheme { get; init; }

    /// <summary>The header and its whole value, where it is always the same; null where it is signed or asked for.
    /// </summary>
    public CredentialHeader? Header { get; init; }

    public string? Service { get; init; }

    public string? CloudRegion { get; init; }

    public string? Scope { get; init; }

    public string? Authority { get; init; }

    public string? Version { get; init; }

    /// <summary>The action that is named for each operation.</summary>
    public required FrozenDictionary<Operation, string> Actions { get; init; }

    public required FrozenDictionary<string, Secret> Parts { get; init; }

    /// <summary>
    /// Hash of scheme, settings and parts: the same in each snapshot as long as the credential is the same.
    /// </summary>
    public required string Identity { get; init; }

    /// <summary>A part's text, for the one place that sends or signs with it; null when there is none.</summary>
    public string? Reveal(string part) => Parts.GetValueOrDefault(part)?.Reveal();

    /// <summary>
    /// The header at a door that takes credentials otherwise. Signatures and tokens travel the same way at every door.
    /// </summary>
    public CredentialHeader? HeaderAt(CatalogAuth? door) => Header is null || door is null
        ? Header
        : door is { Scheme: CredentialScheme.Header, Header: { } name }
            ? new CredentialHeader(name, Parts[CredentialForm.Whole])
            : CredentialHeader.Bearer(Parts[CredentialForm.Whole]);

    public override string ToString() => Name;
}

/// <summary>A header with a credential in it.</summary>
/// <param name="Name">Header name, e.g. <c>Authorization</c>.</param>
/// <param name="Value">Its whole value, e.g. <c>Bearer …</c>.</param>
public sealed record CredentialHeader(string Name, Secret Value)
{
    public static CredentialHeader Bearer(Secret secret) =>
        new("Authorization", new Secret("Bearer " + secret.Reveal()));
}
