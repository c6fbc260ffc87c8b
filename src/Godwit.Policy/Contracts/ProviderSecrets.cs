using Godwit.Policy.Catalog;

namespace Godwit.Policy.Contracts;

/// <summary>What a provider's credentials consist of, in the order in which the provider names them.</summary>
/// <param name="credentials">
/// The parts of each, by name; a credential of one text has it under <see cref="CredentialForm.Whole"/>. Null for one
/// that could not be found.
/// </param>
public sealed class ProviderSecrets(IReadOnlyList<IReadOnlyDictionary<string, Secret>?> credentials)
{
    public IReadOnlyList<IReadOnlyDictionary<string, Secret>?> Credentials { get; } = credentials;

    /// <summary>One credential of one text.</summary>
    public static implicit operator ProviderSecrets?(Secret? secret) => FromSecret(secret);

    /// <summary>One credential of one text; null for none.</summary>
    public static ProviderSecrets? FromSecret(Secret? secret) => secret is null
        ? null
        : new ProviderSecrets([new Dictionary<string, Secret> { [CredentialForm.Whole] = secret }]);
}
