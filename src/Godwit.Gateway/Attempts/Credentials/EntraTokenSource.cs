using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Godwit.Policy.Catalog;
using Godwit.Policy.Snapshot;
using Godwit.Providers.Credentials;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>Tokens that Microsoft Entra gives out for client credentials, by Microsoft's own library.</summary>
/// <param name="transport">How it is reached; null for the library's own way.</param>
internal sealed class EntraTokenSource(HttpPipelineTransport? transport = null) : ITokenSource
{
    public async ValueTask<SignedToken> GetAsync(ProviderCredential credential, CancellationToken cancellation)
    {
        var options = new ClientSecretCredentialOptions
        {
            // Trying again is the cache's part, and knows when somebody waits.
            Retry = { MaxRetries = 0 },
        };
        if (transport is not null)
            options.Transport = transport;
        if (credential.Authority is { } authority)
        {
            options.AuthorityHost = new Uri(authority);
            options.DisableInstanceDiscovery = true;
        }

        try
        {
            // Made anew each time: it keeps tokens itself, and would hand out one that was refused.
            var entra = new ClientSecretCredential(
                credential.Reveal(CredentialForm.TenantId), credential.Reveal(CredentialForm.ClientId),
                credential.Reveal(CredentialForm.ClientSecret), options);
            var token = await entra.GetTokenAsync(new TokenRequestContext([credential.Scope!]), cancellation);
            return new SignedToken(token.Token, token.ExpiresOn);
        }
        catch (Exception e) when (e is AuthenticationFailedException or ArgumentException or RequestFailedException)
        {
            throw new CredentialException($"Entra gave no token: {FirstLine(e.InnerException?.Message ?? e.Message)}");
        }
    }

    private static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }
}
