namespace Godwit.Policy.Configuration;

/// <summary>The credentials of a Provider resource, however they are written, and what each is called.</summary>
public static class CredentialList
{
    /// <summary>All of them, in order; empty when none is given.</summary>
    public static IReadOnlyList<CredentialConfig> Of(ProviderConfig spec) =>
        spec.Credentials ?? (spec.Credential is { } one ? [one] : []);

    /// <summary>Name in logs and messages: the given one, or the place in the list, from 1.</summary>
    public static string NameOf(CredentialConfig credential, int ordinal) => credential.Name ?? $"#{ordinal}";

    /// <summary>What stands before a message about one; nothing where there is only one.</summary>
    public static string PrefixOf(ProviderConfig spec, int index) =>
        spec.Credentials is { } several ? $"credential {NameOf(several[index], index + 1)}: " : "";
}
