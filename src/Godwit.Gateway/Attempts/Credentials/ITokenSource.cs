using Godwit.Policy.Snapshot;
using Godwit.Providers.Credentials;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>Where tokens come from: signed here, or given out by somebody else.</summary>
internal interface ITokenSource
{
    /// <summary>A new token.</summary>
    /// <exception cref="CredentialException">There is none, and why.</exception>
    ValueTask<SignedToken> GetAsync(ProviderCredential credential, CancellationToken cancellation);
}
