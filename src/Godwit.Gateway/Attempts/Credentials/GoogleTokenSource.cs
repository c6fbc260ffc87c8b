using System.Security.Cryptography;
using Godwit.Policy.Catalog;
using Godwit.Policy.Snapshot;
using Godwit.Providers.Credentials;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>Tokens that Google gives out for a service account, by Google's own library.</summary>
internal sealed class GoogleTokenSource(TimeProvider time) : ITokenSource
{
    // What is used when the answer does not say: half of the hour that Google's tokens are good for.
    private static readonly TimeSpan UnsaidValidity = TimeSpan.FromMinutes(30);

    public async ValueTask<SignedToken> GetAsync(ProviderCredential credential, CancellationToken cancellation)
    {
        var account = ServiceAccount.Parse(credential.Reveal(CredentialForm.Whole)!);
        var google = Create(account, credential.Scope!);
        try
        {
            var now = time.GetUtcNow();
            if (!await google.RequestAccessTokenAsync(cancellation) || google.Token?.AccessToken is not { } text)
                throw new CredentialException($"Google gave no token for {account.Email}");
            return new SignedToken(
                text, now + (google.Token.ExpiresInSeconds is { } s ? TimeSpan.FromSeconds(s) : UnsaidValidity));
        }
        catch (TokenResponseException e)
        {
            throw new CredentialException(
                $"Google gave no token for {account.Email}: {e.Error?.Error} {e.Error?.ErrorDescription}".TrimEnd());
        }
        catch (HttpRequestException e)
        {
            throw new CredentialException($"{new Uri(account.TokenUri).Host} could not be reached: {e.Message}");
        }
        finally
        {
            google.HttpClient.Dispose();
        }
    }

    private static ServiceAccountCredential Create(ServiceAccount account, string scope)
    {
        var initializer = new ServiceAccountCredential.Initializer(account.Email, account.TokenUri)
        {
            Scopes = [scope],
            KeyId = account.PrivateKeyId,
            // A renewal is tried again by the next request anyway; waiting inside would only hide what is wrong.
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
        };
        try
        {
            return new ServiceAccountCredential(initializer.FromPrivateKey(account.PrivateKey));
        }
        catch (Exception e) when (e is ArgumentException or FormatException or CryptographicException
            or InvalidOperationException or IndexOutOfRangeException or NotSupportedException)
        {
            throw new CredentialException("the private_key of the service account cannot be read");
        }
    }
}
