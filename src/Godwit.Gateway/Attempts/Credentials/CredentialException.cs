namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>A credential cannot be used: why, in words for the operator that quote no part of it.</summary>
public sealed class CredentialException(string problem) : Exception(problem)
{
    /// <summary>It is the account that holds what a request needs of which no credential can be used now.</summary>
    public bool IsOfAccount { get; private init; }

    /// <summary>When a credential of that account has rested; null when none is configured.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>No credential of the one account that will do can be used now.</summary>
    /// <param name="until">When one has rested; null when none is configured.</param>
    public static CredentialException OfAccount(DateTimeOffset? until) =>
        new("no credential of the account can be used now") { IsOfAccount = true, Until = until };
}
