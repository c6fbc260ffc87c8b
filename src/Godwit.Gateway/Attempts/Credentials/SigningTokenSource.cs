using Godwit.Policy.Catalog;
using Godwit.Policy.Snapshot;
using Godwit.Providers.Credentials;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>Tokens that Godwit signs itself.</summary>
internal sealed class SigningTokenSource(TimeProvider time) : ITokenSource
{
    public ValueTask<SignedToken> GetAsync(ProviderCredential credential, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return ValueTask.FromResult(credential.Scheme switch
        {
            CredentialScheme.ZhipuJwt => ZhipuToken.Create(credential.Reveal(CredentialForm.Whole)!, now)
                ?? throw new CredentialException("the key does not have the form id.secret, which zhipu_jwt needs"),
            _ => SensenovaToken.Create(
                new SigningKey(
                    credential.Reveal(CredentialForm.AccessKeyId)!,
                    credential.Reveal(CredentialForm.AccessKeySecret)!),
                now),
        });
    }
}
